package io.stockpot.soup.choice;

import io.stockpot.outcome.PairedTest;
import io.stockpot.soup.choice.GridScores.Ranked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The mixtures that cannot be distinguished from the best on few images. The one that is best on all images of the
 * kind is among them with a probability of at least 1 − level: a mixture is left out only if it is
 * significantly worse than the best one found, by a one-sided paired test at level / (mixtures − 1)
 * (Bonferroni). The test is McNemar's exact one for one data set of one version; otherwise, and where images are in
 * groups, the sign-flip test of the differences per photo or group, in its normal approximation.
 *
 * @param best the best found
 * @param others those that cannot be distinguished from it, best first
 * @param mixtures number of all mixtures
 * @param level probability of leaving out the truly best
 */
public record BestSet(Ranked best, List<Ranked> others, int mixtures, double level) {
    /** Copies the list. */
    public BestSet {
        others = List.copyOf(others);
    }

    /**
     * Compares all mixtures with the best.
     *
     * @param dataSets whose mean score is compared
     * @param level in (0, 1), usually 0.05
     */
    public static BestSet of(ShiftOutcomes outcomes, List<String> dataSets, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level must lie between 0 and 1, not " + level);
        }
        List<Ranked> ranking = GridScores.of(outcomes).ranking(dataSets);
        List<ImageScores> images = dataSets.stream()
                .map(name -> ImageScores.of(outcomes.grid(name)))
                .toList();
        List<List<String>> names = dataSets.stream()
                .map(name -> outcomes.photos().names().getOrDefault(name, List.of()))
                .toList();
        Ranked best = ranking.get(0);
        double each = level / Math.max(1, ranking.size() - 1);
        List<Ranked> others = new ArrayList<>();
        for (Ranked other : ranking.subList(1, ranking.size())) {
            if (worse(images, names, best.index(), other.index()) > each) {
                others.add(other);
            }
        }
        return new BestSet(best, others, ranking.size(), level);
    }

    /** Returns how many mixtures may be the best, the best found included. */
    public int size() {
        return others.size() + 1;
    }

    /** Returns the probability of a difference at least as large, if the second were as good as the first. */
    private static double worse(List<ImageScores> dataSets, List<List<String>> names, int first, int second) {
        boolean grouped =
                names.get(0).stream().distinct().count() < names.get(0).size();
        if (dataSets.size() == 1 && dataSets.get(0).versions() == 1 && !grouped) {
            return mcNemar(dataSets.get(0), first, second);
        }
        double sum = 0;
        double squares = 0;
        Map<String, Double> photos = new HashMap<>();
        for (int place = 0; place < dataSets.size(); place++) {
            ImageScores images = dataSets.get(place);
            List<String> named = names.get(place);
            for (int image = 0; image < images.images(); image++) {
                double difference = (images.share(first, image) - images.share(second, image)) / images.images();
                sum += difference;
                if (named.isEmpty()) {
                    squares += difference * difference;
                } else {
                    photos.merge(named.get(image), difference, Double::sum);
                }
            }
        }
        // versions of a photo and photos of a group flip together, in whichever data set they are
        for (double difference : photos.values()) {
            squares += difference * difference;
        }
        return squares == 0 ? 1 : NormalDistribution.of(0, 1).survivalProbability(sum / Math.sqrt(squares));
    }

    private static double mcNemar(ImageScores images, int first, int second) {
        int wins = 0;
        int losses = 0;
        for (int image = 0; image < images.images(); image++) {
            int difference = images.count(first, image) - images.count(second, image);
            wins += Math.max(difference, 0);
            losses += Math.max(-difference, 0);
        }
        return new PairedTest(wins, losses).pValue() / 2;
    }
}
