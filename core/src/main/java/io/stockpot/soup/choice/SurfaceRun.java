package io.stockpot.soup.choice;

import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.SearchTrial.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One search by a response surface: what was measured, and what it led to. */
final class SurfaceRun {
    private final ResponseSurface search;
    private final SurfaceDesign design;
    private final List<MixingWeights> grid;
    private final List<SearchTrial> trials = new ArrayList<>();
    private final Optional<MixedNetwork> network;
    private final MixedNetwork answers;
    private final LogitSurface surface;
    private final SurfaceError finalists;
    private final int images;

    SurfaceRun(ResponseSurface search, SurfaceDesign design, Contest contest) throws IOException {
        this.search = search;
        this.design = design;
        this.grid = contest.mixtures();
        this.images = contest.images();
        this.network = contest.network();
        this.answers = network.orElse(new BitScores(contest));
        List<MixingWeights> measured = design.mixtures().stream().map(grid::get).toList();
        List<Scores> scores = answers.scores("design", measured);
        this.surface = surface(measured, scores);
        for (int i = 0; i < measured.size(); i++) {
            trials.add(
                    new SearchTrial(measured.get(i), Role.DESIGN, scores.get(i).accuracy(), Optional.empty()));
        }
        List<MixingWeights> promising = promising();
        List<Scores> judged = answers.scores("finalists", promising);
        this.finalists = surface.error(promising, judged);
        for (int i = 0; i < promising.size(); i++) {
            MixingWeights weights = promising.get(i);
            trials.add(new SearchTrial(
                    weights, Role.FINALIST, judged.get(i).accuracy(), Optional.of(surface.accuracy(weights))));
        }
    }

    /** Fits the surface to what is finite: a mixture of ruined weights would ruin it as a whole. */
    private LogitSurface surface(List<MixingWeights> mixtures, List<Scores> scores) throws IOException {
        List<Integer> finite = IntStream.range(0, mixtures.size())
                .filter(i -> scores.get(i).finite())
                .boxed()
                .toList();
        if (finite.size() < 2) {
            throw new IOException("of " + mixtures.size() + " mixtures " + finite.size()
                    + " have finite logits, and a response surface needs more; see what 'stockpot diagnose' says of the"
                    + " models, or take an exhaustive search");
        }
        return new LogitSurface(
                design.basis(),
                finite.stream().map(mixtures::get).toList(),
                finite.stream().map(scores::get).toList());
    }

    /**
     * Returns the mixtures outside the design of which the surface expects most. A grid of few mixtures may leave a way
     * uphill from its best; then its end is the first of them.
     */
    private List<MixingWeights> promising() {
        List<MixingWeights> ranked = ranked();
        Stream<MixingWeights> peak = network.stream()
                .map(any -> new SurfaceClimb(grid, search.between()).from(ranked.get(0), surface::accuracy));
        return Stream.concat(peak, ranked.stream())
                .distinct()
                .filter(weights ->
                        trials.stream().noneMatch(trial -> trial.weights().equals(weights)))
                .limit(search.finalists())
                .toList();
    }

    private List<MixingWeights> ranked() {
        double[] expected = IntStream.range(0, grid.size())
                .mapToDouble(i -> design.mixtures().contains(i) ? -1 : surface.accuracy(grid.get(i)))
                .toArray();
        return IntStream.range(0, grid.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -expected[i]))
                .limit(search.finalists())
                .map(grid::get)
                .toList();
    }

    /** Returns the best of all that were judged, equals in the order of {@link GridScores}. */
    Choice choice() {
        List<MixingWeights> judged = trials.stream().map(SearchTrial::weights).toList();
        double[] scores = trials.stream()
                .map(SearchTrial::measured)
                .mapToDouble(Accuracy::value)
                .toArray();
        String only = "";
        MixingWeights best =
                GridScores.of(judged, Map.of(only, scores)).best(List.of(only)).weights();
        return new Choice(best, cost(), Optional.empty(), sentences(), trials);
    }

    private SearchCost cost() {
        return new SearchCost((long) trials.size() * images, (long) grid.size() * images, trials.size());
    }

    private List<String> sentences() {
        int models = grid.get(0).size();
        String found = String.format(
                "A %s surface in the weights, fitted to %d mixtures, predicted the answers of all %d; the %d best of"
                        + " these were judged too, so %d mixtures were judged in all.",
                ResponseSurface.name(design.degree()),
                design.mixtures().size(),
                grid.size(),
                search.finalists(),
                trials.size());
        String error = "It is wrong in " + finalists + " at the judged ones, and in " + surface.leftOut()
                + " at a mixture of the design that is left out. The best mixture may be one that it misjudged.";
        List<String> sentences = new ArrayList<>(List.of(found, error));
        if (network.isEmpty()) {
            sentences.add("It was fitted to right and wrong, which were kept, and not to logits, which tell more.");
        }
        if (design.degree() < search.degree()) {
            sentences.add(String.format(
                    "A %s one of %d models has %d coefficients, more than %d mixtures of a grid of %d tell; hence the %s"
                            + " one.",
                    ResponseSurface.name(search.degree()),
                    models,
                    PolynomialBasis.size(models, search.degree()),
                    Math.min(search.largestDesign(), grid.size()),
                    grid.size(),
                    ResponseSurface.name(design.degree())));
        }
        return sentences;
    }
}
