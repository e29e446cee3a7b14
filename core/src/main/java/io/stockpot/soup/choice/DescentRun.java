package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One search by gradient descent. */
final class DescentRun {
    /** How far the weight of a model moves in a step at most, and in the first. */
    private static final double FARTHEST = 0.4;

    private static final double FIRST = 0.2;
    /** What is left of a step that led uphill, and how often it is shortened. */
    private static final double SHORTER = 0.4;

    private static final int SHORTENED = 4;

    private final GradientDescent search;
    private final Contest contest;
    private final Landscape landscape;
    private final WeightRange range;
    private final List<Place> visited = new ArrayList<>();
    private int slopes;
    private int again;

    /** Returns how many mixtures a descent comes by at most. */
    static long mostVisited(int models, int steps) {
        return models + 1L + (long) SHORTENED * steps;
    }

    /** A mixture that was measured. */
    private record Place(MixingWeights weights, Scores scores, double loss) {}

    DescentRun(GradientDescent search, Contest contest, Landscape landscape) throws IOException {
        this.search = search;
        this.contest = contest;
        this.landscape = landscape;
        this.range = WeightRange.of(contest.mixtures(), search.denominator());
        descend(start());
    }

    /** Measures each model alone and the mean of all, and returns the one of the least loss. */
    private Place start() throws IOException {
        int models = contest.mixtures().get(0).size();
        List<MixingWeights> starts = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            starts.add(MixingWeights.vertex(i, models));
        }
        starts.add(new MixingWeights(Collections.nCopies(models, 1), models));
        measure("models alone", starts);
        return best();
    }

    private void measure(String what, List<MixingWeights> mixtures) throws IOException {
        List<Scores> scores = landscape.network().scores(what, mixtures);
        for (int i = 0; i < mixtures.size(); i++) {
            double loss = landscape.loss().apply(scores.get(i)).value();
            visited.add(new Place(mixtures.get(i), scores.get(i), loss));
        }
    }

    private Place best() {
        Place best = visited.get(0);
        for (Place place : visited) {
            best = place.loss() < best.loss() ? place : best;
        }
        return best;
    }

    private void descend(Place start) throws IOException {
        if (Double.isInfinite(start.loss())) {
            throw new IOException("no model alone has finite logits on these images, and neither has their mean");
        }
        QuasiNewton method = new QuasiNewton(start.weights().size());
        Place here = start;
        while (slopes < search.steps()) {
            float[] pull = landscape.loss().apply(here.scores()).slopes();
            slopes++;
            again += here.equals(visited.get(visited.size() - 1)) ? 0 : 1;
            List<Double> slope = landscape.network().slopes(here.weights(), pull);
            double[] direction = method.direction(here.weights().values(), slope);
            Optional<Place> next = lower(here, limited(direction, slopes == 1));
            if (next.isEmpty()) {
                return;
            }
            here = next.get();
        }
    }

    /** Shortens a step to a length; the first, whose length says nothing, is brought to it. */
    static double[] limited(double[] direction, boolean first) {
        double farthest = first ? FIRST : FARTHEST;
        double longest = 0;
        for (double part : direction) {
            longest = Math.max(longest, Math.abs(part));
        }
        double factor = longest > farthest || (first && longest > 0) ? farthest / longest : 1;
        double[] limited = direction.clone();
        for (int i = 0; i < limited.length; i++) {
            limited[i] *= factor;
        }
        return limited;
    }

    /** Goes along a direction as far as that helps; none if it does not, or rounding leads back. */
    private Optional<Place> lower(Place here, double[] direction) throws IOException {
        double length = 1;
        for (int attempt = 0; attempt < SHORTENED; attempt++) {
            MixingWeights next = range.moved(here.weights(), direction, length);
            boolean known = visited.stream().anyMatch(place -> place.weights().equals(next));
            if (!known) {
                measure("step " + slopes, List.of(next));
                Place reached = visited.get(visited.size() - 1);
                if (reached.loss() < here.loss()) {
                    return Optional.of(reached);
                }
            }
            length *= SHORTER;
        }
        return Optional.empty();
    }

    /** Returns the mixture of the least loss. */
    Choice choice() {
        List<SearchTrial> trials = visited.stream()
                .map(place -> new SearchTrial(
                        place.weights(),
                        landscape.role(),
                        landscape.accuracy().apply(place.scores()),
                        Optional.empty()))
                .toList();
        long images = contest.images();
        long passes = visited.size() * landscape.look() + slopes * landscape.slope() + again * landscape.again();
        SearchCost cost = new SearchCost(
                passes * images, contest.mixtures().size() * landscape.look() * images, visited.size() + (long) slopes);
        String sentence = String.format(
                Locale.ROOT,
                "Gradient descent came by %d mixtures in %d steps, which cost as much as judging %d; this one has the"
                        + " least loss (%.3f), which need not be the highest accuracy: a loss owes less to single"
                        + " images.",
                visited.size(),
                slopes,
                passes,
                best().loss());
        return new Choice(best().weights(), cost, Optional.empty(), List.of(sentence), trials);
    }
}
