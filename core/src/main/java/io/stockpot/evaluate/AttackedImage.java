package io.stockpot.evaluate;

/** What an attack on one image found: the worst point that the judge accepted, and what the classifier says there. */
public final class AttackedImage {
    private final float[] perturbed;
    private final float[] before;
    private final float[] after;
    private final double distance;
    private final boolean correct;
    private final boolean withstood;

    AttackedImage(
            float[] perturbed, float[] before, float[] after, double distance, boolean correct, boolean withstood) {
        this.perturbed = perturbed;
        this.before = before;
        this.after = after;
        this.distance = distance;
        this.correct = correct;
        this.withstood = withstood;
    }

    /** Returns the worst point, C×H×W, inside ball ∩ box; the image itself where it is misclassified as it is. */
    public float[] perturbed() {
        return perturbed.clone();
    }

    /** Returns the logits of the image as it is, one per class. */
    public float[] before() {
        return before.clone();
    }

    /** Returns the logits at the worst point, one per class. */
    public float[] after() {
        return after.clone();
    }

    /** Returns how far the worst point is from the image, in the norm of the threat. */
    public double distance() {
        return distance;
    }

    /** Returns whether the label is predicted for the image as it is. */
    public boolean correct() {
        return correct;
    }

    /** Returns whether the label is still predicted at every point that was judged, and for the image as it is. */
    public boolean withstood() {
        return withstood;
    }

    /** Returns the margin of a class at the worst point: its logit less the largest other; NaN if there is no answer. */
    public double margin(int label) {
        return margin(after, label);
    }

    /**
     * Returns the margin of a class: its logit less the largest other; NaN if one of them is.
     *
     * @param logits one per class, at least two
     */
    public static double margin(float[] logits, int label) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int number = 0; number < logits.length; number++) {
            largest = number == label ? largest : Math.max(largest, logits[number]); // NaN stays
        }
        return (double) logits[label] - largest;
    }

    /** Returns the class of the largest logit; of equals, the first. */
    public static int largest(float[] logits) {
        int best = 0;
        for (int number = 1; number < logits.length; number++) {
            best = logits[number] > logits[best] ? number : best;
        }
        return best;
    }
}
