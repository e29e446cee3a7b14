package io.stockpot.attack;

import io.stockpot.threat.BoxedHyperplane;
import io.stockpot.threat.Norm;

/**
 * The steps of FAB for one image after the other: a little beyond the hyperplane on which the tangents of
 * label and target tie, from the point and, with some weight, from the image.
 */
final class BoundarySteps {
    private static final double TINY = 1e-8;

    private final Fab fab;
    private final Norm norm;
    private final BoxedHyperplane hyperplane;
    private final float[] ahead;
    private final float[] aheadOfImage;

    BoundarySteps(Fab fab, Norm norm, int width) {
        this.fab = fab;
        this.norm = norm;
        this.hyperplane = new BoxedHyperplane(width);
        this.ahead = new float[width];
        this.aheadOfImage = new float[width];
    }

    /**
     * Moves a point in place, staying in the box.
     *
     * @param normal the gradient of the target's lead over the label at the point
     * @param lead the target's lead there
     * @return how far from the image the point is then
     */
    double advance(float[] point, float[] image, float[] normal, double lead) {
        double fall = 0;
        for (int i = 0; i < point.length; i++) {
            fall += normal[i] * ((double) point[i] - image[i]);
        }
        hyperplane.step(norm, point, normal, lead, ahead);
        hyperplane.step(norm, image, normal, lead - fall, aheadOfImage);
        double size = Math.max(TINY, norm.size(ahead));
        double sizeOfImage = Math.max(TINY, norm.size(aheadOfImage));
        float pull = (float) Math.min(fab.strongestPull(), size / (size + sizeOfImage));
        float overshoot = (float) fab.overshoot();
        for (int i = 0; i < point.length; i++) {
            float onward = point[i] + overshoot * ahead[i];
            float back = image[i] + overshoot * aheadOfImage[i];
            point[i] = Math.min(1, Math.max(0, onward + pull * (back - onward)));
            ahead[i] = point[i] - image[i];
        }
        return norm.size(ahead);
    }
}
