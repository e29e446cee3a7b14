package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The mixtures of a grid and the labelled images that choose among them. A {@link Search} asks what it wants to know;
 * whether a network answers or {@linkplain #of stored outcomes} do makes no difference to it.
 */
public interface Contest {
    /** Returns the mixtures in the order of the grid. */
    List<MixingWeights> mixtures();

    /** Returns the number of images. */
    int images();

    /** Returns the number of versions that each image comes in, such as corruptions. */
    int versions();

    /**
     * Classifies a block of images by some mixtures.
     *
     * @param mixtures indices in the grid
     * @param images indices, none of which these mixtures have judged before
     * @return mixture × image, under how many of its versions each image is classified correctly
     */
    int[][] judge(int[] mixtures, int[] images) throws IOException;

    /** Classifies all images by all mixtures. */
    GridOutcomes judgeAll() throws IOException;

    /**
     * Returns the network that answers, for searches that look beyond the grid or beyond right and wrong; none where
     * bits are all that is left.
     */
    Optional<MixedNetwork> network();

    /** Returns a contest over outcomes that an exhaustive search has left. */
    static Contest of(GridOutcomes stored) {
        ImageScores scores = ImageScores.of(stored);
        return new Contest() {
            @Override
            public List<MixingWeights> mixtures() {
                return stored.weights();
            }

            @Override
            public int images() {
                return scores.images();
            }

            @Override
            public int versions() {
                return scores.versions();
            }

            @Override
            public int[][] judge(int[] mixtures, int[] images) {
                return Arrays.stream(mixtures)
                        .mapToObj(mixture -> Arrays.stream(images)
                                .map(image -> scores.count(mixture, image))
                                .toArray())
                        .toArray(int[][]::new);
            }

            @Override
            public GridOutcomes judgeAll() {
                return stored;
            }

            @Override
            public Optional<MixedNetwork> network() {
                return Optional.empty();
            }
        };
    }
}
