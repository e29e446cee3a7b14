package io.stockpot.cli;

import io.stockpot.data.LabelledImages;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Block;
import io.stockpot.report.Explorer;
import io.stockpot.report.Explorer.MixLine;
import io.stockpot.report.ExplorerColumn;
import io.stockpot.report.ExplorerPhoto;
import io.stockpot.report.SeasonSummary;
import io.stockpot.report.Text;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Robustness;
import io.stockpot.soup.choice.Seasoned;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The part of a season's page where other mixtures are tried by hand, on photos to look at. */
final class SeasonExplorer {
    private static final String TITLE = "Try other mixtures";

    private final SeasonSummary findings;
    private final GridOutcomes grid;

    private SeasonExplorer(SeasonSummary findings, GridOutcomes grid) {
        this.findings = findings;
        this.grid = grid;
    }

    /**
     * Returns the part of the page, or what stands in its place where not all mixtures judged all photos.
     *
     * @param line the command that makes a mixture of the ingredients
     */
    static Block of(SeasonSummary findings, SeasonImages.Sets images, MixLine line) {
        Optional<GridOutcomes> grid = findings.choice().outcomes();
        if (grid.isEmpty()) {
            return Text.of(
                    TITLE,
                    "Not with this search: it does not judge every photo by every mixture. Use --search exhaustive.");
        }
        List<ExplorerColumn> columns = new SeasonExplorer(findings, grid.get()).columns();
        if (!Explorer.fits(columns)) {
            return Text.of(TITLE, "Not on this page: so many photos and mixtures would make it too large.");
        }
        List<ExplorerColumn> shown = new ArrayList<>(columns);
        shown.set(0, columns.get(0).withPhotos(photos(images.adaptation(), images.files())));
        return new Explorer(
                TITLE,
                findings.ingredients(),
                shown,
                Optional.of(findings.choice().weights()),
                Optional.of(line));
    }

    /** Returns the images that chose, those held out, and the attacked ones under each condition. */
    private List<ExplorerColumn> columns() {
        List<ExplorerColumn> columns = new ArrayList<>();
        columns.add(adaptation());
        findings.heldOut().ifPresent(held -> columns.add(heldOut(held)));
        findings.found()
                .robustness()
                .ifPresent(
                        robust -> robust.conditions().forEach(condition -> columns.add(attacked(robust, condition))));
        return columns;
    }

    private ExplorerColumn adaptation() {
        ExplorerColumn column = ExplorerColumn.of(findings.images(), grid, Labels.CLEAN);
        for (int i = 0; i < findings.alone().size(); i++) {
            column = column.withAlone(
                    findings.ingredients().get(i), findings.alone().get(i), Labels.CLEAN);
        }
        return column;
    }

    private ExplorerColumn heldOut(Seasoned.HeldOut held) {
        Map<MixingWeights, Outcomes> mixtures = new LinkedHashMap<>();
        mixtures.put(findings.choice().weights(), held.soup());
        findings.found()
                .rivals()
                .forEach(rival -> rival.heldOut().ifPresent(outcomes -> mixtures.put(rival.weights(), outcomes)));
        return some(findings.images() + ", held out", Labels.CLEAN, mixtures, held.models());
    }

    private ExplorerColumn attacked(Robustness robust, String condition) {
        Map<MixingWeights, Outcomes> mixtures = new LinkedHashMap<>();
        mixtures.put(findings.choice().weights(), robust.soup());
        robust.equals().ifPresent(equal -> mixtures.put(equal.weights(), equal.outcomes()));
        findings.found()
                .rivals()
                .forEach(rival -> rival.robust().ifPresent(outcomes -> mixtures.put(rival.weights(), outcomes)));
        return some(condition, condition, mixtures, robust.alone());
    }

    /** Returns a column of some mixtures, and of all models as they are, which may be mixtures of the grid too. */
    private ExplorerColumn some(
            String name, String condition, Map<MixingWeights, Outcomes> mixtures, List<Outcomes> alone) {
        Map<MixingWeights, Outcomes> known = new LinkedHashMap<>(mixtures);
        for (int i = 0; i < alone.size() && !findings.found().reestimated(); i++) {
            MixingWeights vertex = MixingWeights.vertex(i, alone.size());
            if (grid.find(vertex).isPresent()) {
                known.put(vertex, alone.get(i));
            }
        }
        Map<MixingWeights, BitSet> right = new LinkedHashMap<>();
        known.forEach((weights, outcomes) -> right.put(weights, outcomes.correct(condition)));
        ExplorerColumn column = new ExplorerColumn(name, alone.get(0).images(), right, Map.of(), List.of());
        for (int i = 0; i < alone.size(); i++) {
            column = column.withAlone(findings.ingredients().get(i), alone.get(i), condition);
        }
        return column;
    }

    private static List<ExplorerPhoto> photos(LabelledImages images, List<String> files) {
        List<String> names = IntStream.range(0, images.size())
                .mapToObj(i -> files.get(images.place(i)))
                .toList();
        return Thumbnails.of(images, names);
    }
}
