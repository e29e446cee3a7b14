package io.stockpot.claim;

import io.stockpot.base.AtomicFile;
import io.stockpot.report.Figure;
import io.stockpot.report.FigureFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The page of results as Markdown, with its figures. Equal measurements give equal files, byte for byte. */
final class ResultsPage {
    private final ResultsPlan results;
    private final String source;
    private final List<Finding> findings;
    private final List<String> tables;

    ResultsPage(ResultsPlan results, String source, List<Finding> findings, List<String> tables) {
        this.results = results;
        this.source = source;
        this.findings = List.copyOf(findings);
        this.tables = List.copyOf(tables);
    }

    void write(Path page) throws IOException {
        String folder = page.getFileName().toString().replaceFirst("\\.md$", "");
        Map<String, Figure> figures = new LinkedHashMap<>();
        for (Finding finding : findings) {
            for (int i = 0; i < finding.figures().size(); i++) {
                figures.put(figure(finding, i), finding.figures().get(i));
            }
        }
        FigureFiles.write(page.resolveSibling(folder), figures);
        AtomicFile.writeText(page, markdown(folder));
    }

    private static String figure(Finding finding, int number) {
        return finding.claim().id().toLowerCase(Locale.ROOT) + "-" + (number + 1);
    }

    private String markdown(String folder) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("# " + results.title()).add("");
        lines.add("Written by `stockpot results` from " + source
                        + " and the outcomes it names; nothing here is typed by" + " hand but the descriptions.")
                .add("");
        lines.add(results.measured().strip()).add("");
        lines.add(overview());
        lines.add("## How a verdict is reached").add("").add(Verdict.RULE).add("");
        lines.add("## What differs from the paper")
                .add("")
                .add(results.differences().strip())
                .add("");
        findings.forEach(finding -> lines.add(section(finding, folder)));
        tables.forEach(lines::add);
        return lines.toString().stripTrailing() + "\n";
    }

    private String overview() {
        List<List<String>> rows = new ArrayList<>();
        for (String id : Claim.IDS) {
            rows.add(findings.stream()
                    .filter(finding -> finding.claim().id().equals(id))
                    .findFirst()
                    .map(finding -> List.of(
                            id,
                            finding.claim().place(),
                            finding.claim().title(),
                            "**" + finding.verdict().text() + "**",
                            tally(finding)))
                    .orElse(List.of(id, "", "", "not examined", "")));
        }
        return new Listing(List.of("claim", "paper", "", "here", "statements"), rows).markdown();
    }

    private static String tally(Finding finding) {
        List<String> parts = new ArrayList<>();
        for (Support support : Support.values()) {
            long count = finding.checks().stream()
                    .filter(check -> check.support() == support)
                    .count();
            if (count > 0) {
                parts.add(count + " " + support.text());
            }
        }
        return String.join(", ", parts);
    }

    private static String section(Finding finding, String folder) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        Claim claim = finding.claim();
        lines.add("## " + claim.id() + " (" + claim.place() + "): " + claim.title())
                .add("");
        lines.add("**Paper.** " + claim.stated()).add("");
        lines.add("**Here: " + finding.verdict().text() + ".**").add("");
        List<List<String>> rows = finding.checks().stream()
                .map(check -> List.of(check.statement(), check.support().text(), check.measured()))
                .toList();
        lines.add(new Listing(List.of("statement", "", "measured"), rows).markdown());
        finding.listings().forEach(listing -> lines.add(listing.markdown()));
        for (int i = 0; i < finding.figures().size(); i++) {
            Figure shown = finding.figures().get(i);
            lines.add("![" + shown.title() + "](" + folder + "/" + figure(finding, i) + ".svg)")
                    .add("");
            lines.add("*" + shown.title() + ". " + shown.caption() + "*").add("");
        }
        return lines.toString().stripTrailing() + "\n";
    }
}
