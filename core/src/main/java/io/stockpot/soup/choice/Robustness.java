package io.stockpot.soup.choice;

import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import java.util.List;
import java.util.Optional;

/**
 * How robust a chosen soup and its models were found, on some of the images that chose it, under a short attack: upper
 * bounds.
 *
 * @param attack what it was, for people
 * @param alone each model as it is
 * @param soup the chosen one
 * @param equals the most robust of the mixtures that cannot be told from the best, if it was looked for
 * @param floors what the soup had to keep; may be empty
 * @param tried how many mixtures were held against the floors; 0 if there are none
 * @param warnings signs that the soup may be less robust than it seems
 */
public record Robustness(
        String attack,
        List<Outcomes> alone,
        Outcomes soup,
        Optional<MostRobust> equals,
        List<RobustFloor> floors,
        int tried,
        List<String> warnings) {
    /**
     * The most robust of some mixtures. All are attacked on few images, and the most robust of these on all.
     *
     * @param weights of it
     * @param outcomes on all images
     * @param mixtures how many there were
     * @param attacked how many of them, the best first, were attacked on few images
     * @param screened how many images these are
     * @param finalists how many were attacked on all images
     */
    public record MostRobust(
            MixingWeights weights, Outcomes outcomes, int mixtures, int attacked, int screened, int finalists) {}

    /** Copies the lists. */
    public Robustness {
        alone = List.copyOf(alone);
        floors = List.copyOf(floors);
        warnings = List.copyOf(warnings);
    }

    /** Returns the labels of the conditions. */
    public List<String> conditions() {
        return soup.conditions();
    }

    /** Returns how many images were attacked. */
    public int images() {
        return soup.images();
    }

    /** Returns how many images stay right under every condition. */
    public static int right(Outcomes outcomes) {
        return outcomes.withUnion(Labels.UNION, outcomes.conditions())
                .accuracy(Labels.UNION)
                .correct();
    }
}
