package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.List;

/** A network that is asked about some images only; the others are there to judge what these have chosen. */
final class PartNetwork implements MixedNetwork {
    private final MixedNetwork whole;
    private final int[] images;
    private final int all;

    /**
     * Narrows a network.
     *
     * @param whole answers about all images
     * @param images places of those that count, each version by itself
     * @param all how many there are
     */
    PartNetwork(MixedNetwork whole, int[] images, int all) {
        this.whole = whole;
        this.images = images.clone();
        this.all = all;
    }

    /** Returns which part of all images counts. */
    double share() {
        return (double) images.length / all;
    }

    @Override
    public List<Scores> scores(String what, List<MixingWeights> mixtures) throws IOException {
        return whole.scores(what, mixtures).stream()
                .map(scores -> scores.of(images))
                .toList();
    }

    @Override
    public Scores scores(LayeredWeights weights) throws IOException {
        return whole.scores(weights).of(images);
    }

    @Override
    public List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
        return whole.slopes(weights, spread(pulls));
    }

    @Override
    public List<TensorGroup> groups(LayerGroups by) throws IOException {
        return whole.groups(by);
    }

    @Override
    public List<List<Double>> slopes(LayeredWeights weights, List<TensorGroup> groups, float[] pulls)
            throws IOException {
        return whole.slopes(weights, groups, spread(pulls));
    }

    /** Returns pulls for all images: none at the others. */
    private float[] spread(float[] pulls) {
        int answers = pulls.length / images.length;
        float[] spread = new float[all * answers];
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(pulls, i * answers, spread, images[i] * answers, answers);
        }
        return spread;
    }
}
