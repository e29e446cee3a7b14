package io.stockpot.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** The first lines of the page, for readers who know no statistics; made by rules from the verdicts on statements. */
final class Summary {
    private final List<Verdict> verdicts;

    Summary(List<Verdict> verdicts) {
        this.verdicts = List.copyOf(verdicts);
    }

    /** Returns the section as Markdown. */
    String markdown() {
        List<String> does = new ArrayList<>();
        List<String> doesNot = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            List<Check> checks = verdict.finding().checks();
            for (int i = 0; i < checks.size(); i++) {
                Check check = checks.get(i);
                if (check.plain().isPresent()) {
                    Plain plain = check.plain().get();
                    String source = " (" + verdict.finding().claim().id();
                    switch (verdict.supports().get(i)) {
                        case SUPPORTED ->
                            (plain.favourable() ? does : doesNot)
                                    .add(plain.supported() + source + ": " + check.measured() + ").");
                        case CONTRADICTED ->
                            (plain.favourable() ? doesNot : does)
                                    .add(plain.contradicted() + source + ": " + check.measured() + ").");
                        case UNDECIDED -> open.add("whether " + plain.question() + source + ")");
                    }
                }
            }
        }
        return text(does, doesNot, open);
    }

    private String text(List<String> does, List<String> doesNot, List<String> open) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("## In short")
                .add("")
                .add("A soup is one model whose weights are a mixture of those of several.")
                .add("");
        section(lines, "What soups do for you", does);
        section(lines, "What they don't do", doesNot);
        if (!open.isEmpty()) {
            lines.add("**Not decided by these images**: " + String.join("; ", open) + ".")
                    .add("");
        }
        lines.add(sure());
        return lines.toString();
    }

    private static void section(StringJoiner lines, String title, List<String> sentences) {
        lines.add("**" + title + "**").add("");
        (sentences.isEmpty() ? List.of("Nothing that these images show beyond chance.") : sentences)
                .forEach(sentence -> lines.add("* " + sentence));
        lines.add("");
    }

    private String sure() {
        return String.format(
                Locale.ROOT,
                "**How sure**: of %d statements %d are supported, %d contradicted and %d undecided; chance alone would give"
                        + " either to at most one claim in forty. That is over images of one training: another training may"
                        + " differ by more than the intervals say.",
                count(Support.SUPPORTED) + count(Support.CONTRADICTED) + count(Support.UNDECIDED),
                count(Support.SUPPORTED),
                count(Support.CONTRADICTED),
                count(Support.UNDECIDED));
    }

    private long count(Support support) {
        return verdicts.stream().mapToLong(verdict -> verdict.count(support)).sum();
    }
}
