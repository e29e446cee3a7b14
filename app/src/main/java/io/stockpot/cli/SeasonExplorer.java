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
import io.stockpot.soup.choice.Seasoned;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The part of a season's page where other mixtures are tried by hand, on photos to look at. */
final class SeasonExplorer {
    private static final String TITLE = "Try other mixtures";

    private SeasonExplorer() {}

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
        List<ExplorerColumn> columns = new ArrayList<>();
        columns.add(adaptation(findings, grid.get()));
        findings.heldOut().ifPresent(held -> columns.add(heldOut(findings, held)));
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

    private static ExplorerColumn adaptation(SeasonSummary findings, GridOutcomes grid) {
        ExplorerColumn column = ExplorerColumn.of(findings.images(), grid, Labels.CLEAN);
        for (int i = 0; i < findings.alone().size(); i++) {
            column = column.withAlone(
                    findings.ingredients().get(i), findings.alone().get(i), Labels.CLEAN);
        }
        return column;
    }

    private static ExplorerColumn heldOut(SeasonSummary findings, Seasoned.HeldOut held) {
        Outcomes soup = held.soup();
        Map<MixingWeights, BitSet> mixtures = Map.of(findings.choice().weights(), soup.correct(Labels.CLEAN));
        String best = findings.ingredients().get(findings.found().bestAlone());
        return new ExplorerColumn(findings.images() + ", held out", soup.images(), mixtures, Map.of(), List.of())
                .withAlone(best, held.models().get(findings.found().bestAlone()), Labels.CLEAN);
    }

    private static List<ExplorerPhoto> photos(LabelledImages images, List<String> files) {
        List<String> names = IntStream.range(0, images.size())
                .mapToObj(i -> files.get(images.place(i)))
                .toList();
        return Thumbnails.of(images, names);
    }
}
