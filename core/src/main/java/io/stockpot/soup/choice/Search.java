package io.stockpot.soup.choice;

import io.stockpot.base.Seed;
import java.io.IOException;
import java.util.List;

/**
 * A search for the best mixture of a grid. A new search is one more record here, and a line in docs/season.md;
 * commands, recipes and pages ask the search and its {@link Choice}.
 */
public sealed interface Search permits Search.Exhaustive, Race, ResponseSurface, GradientDescent, RobustDescent {
    /**
     * Searches.
     *
     * @param contest the mixtures and the images
     * @param seed of whatever is random
     * @throws IOException if the contest fails
     */
    Choice find(Contest contest, Seed seed) throws IOException;

    /**
     * Returns whether every mixture judges every image. Only then is there a second best and a best on average over
     * data sets, and the choice can be repeated on resampled images.
     */
    boolean judgesAll();

    /** Returns whether it goes by logits of images as they are, which say nothing of attacks. */
    default boolean needsLogits() {
        return false;
    }

    /**
     * Returns the threats under which it attacks the images that choose, each in the form of "Linf 8/255"; none if it looks
     * at images as they are, or as the contest shows them. Whoever knows threats holds them against the images.
     */
    default List<String> threats() {
        return List.of();
    }

    /**
     * Returns how many forward passes of an image, those of gradients included, it takes at most.
     *
     * @param mixtures of the grid
     * @param models that are mixed
     */
    default long passes(int mixtures, int models) {
        return mixtures;
    }

    /** Returns the grid that is searched if none is named. */
    default WeightGrid suitingGrid(int models) {
        return WeightGrid.suiting(models);
    }

    /** Returns what it is called in sentences, e.g. "race". */
    String title();

    /** Every mixture judges every image, as in the paper; the outcomes serve every later question. */
    record Exhaustive() implements Search {
        @Override
        public Choice find(Contest contest, Seed seed) throws IOException {
            return Choice.of(contest.judgeAll());
        }

        @Override
        public boolean judgesAll() {
            return true;
        }

        @Override
        public String title() {
            return "exhaustive search";
        }
    }
}
