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
    private final List<Verdict> verdicts;
    private final List<String> tables;

    ResultsPage(ResultsPlan results, String source, List<Verdict> verdicts, List<String> tables) {
        this.results = results;
        this.source = source;
        this.verdicts = List.copyOf(verdicts);
        this.tables = List.copyOf(tables);
    }

    void write(Path page) throws IOException {
        String folder = page.getFileName().toString().replaceFirst("\\.md$", "");
        Map<String, Figure> figures = new LinkedHashMap<>();
        for (Finding finding : verdicts.stream().map(Verdict::finding).toList()) {
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
        lines.add(new Summary(verdicts).markdown());
        lines.add("## How it was measured")
                .add("")
                .add(results.measured().strip())
                .add("");
        lines.add(overview());
        lines.add("## How a verdict is reached").add("").add(Verdict.RULE).add("");
        lines.add("## What differs from the paper")
                .add("")
                .add(results.differences().strip())
                .add("");
        verdicts.forEach(verdict -> lines.add(section(verdict, folder)));
        tables.forEach(lines::add);
        return lines.toString().stripTrailing() + "\n";
    }

    private String overview() {
        List<List<String>> rows = new ArrayList<>();
        for (String id : Claim.IDS) {
            rows.add(verdicts.stream()
                    .filter(verdict -> verdict.finding().claim().id().equals(id))
                    .findFirst()
                    .map(ResultsPage::row)
                    .orElse(List.of(id, "", "", "not examined", "")));
        }
        return new Listing(List.of("claim", "paper", "", "here", "statements"), rows).markdown();
    }

    private static List<String> row(Verdict verdict) {
        Claim claim = verdict.finding().claim();
        return List.of(
                claim.id(),
                claim.place(),
                claim.title(),
                "**" + verdict.support().text() + "**",
                tally(verdict));
    }

    private static String tally(Verdict verdict) {
        List<String> parts = new ArrayList<>();
        for (Support support : Support.values()) {
            if (verdict.count(support) > 0) {
                parts.add(verdict.count(support) + " " + support.text());
            }
        }
        return String.join(", ", parts);
    }

    private static String section(Verdict verdict, String folder) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        Finding finding = verdict.finding();
        Claim claim = finding.claim();
        lines.add("## " + claim.id() + " (" + claim.place() + "): " + claim.title())
                .add("");
        lines.add("**Paper.** " + claim.stated()).add("");
        lines.add("**Here: " + verdict.support().text() + ".**").add("");
        List<List<String>> rows = new ArrayList<>();
        double level = Holm.first(finding.checks().size());
        for (int i = 0; i < finding.checks().size(); i++) {
            Check check = finding.checks().get(i);
            rows.add(List.of(
                    i == verdict.primary() ? "**Primary.** " + check.statement() : check.statement(),
                    verdict.supports().get(i).text(),
                    check.measured(),
                    check.detectable().at(level)));
        }
        lines.add(new Listing(List.of("statement", "", "measured", "could show"), rows).markdown());
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
