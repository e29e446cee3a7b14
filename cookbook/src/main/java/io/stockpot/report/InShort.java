package io.stockpot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a page in a box at its top: the number to quote, if there is one, and a few sentences.
 *
 * @param quote the number to quote first
 * @param sentences plain text, from the most to the least important; one to four
 */
public record InShort(Optional<Quote> quote, List<String> sentences) implements Block {
    /** More would not be short. */
    public static final int MOST = 4;

    /**
     * A number in large print.
     *
     * @param number with its unit, e.g. "36.1 %"
     * @param meaning what it counts, and its interval, e.g. "of unseen images, union (29.8 – 42.4 %)"
     */
    public record Quote(String number, String meaning) {
        /** Requires a number and a meaning. */
        public Quote {
            if (number.isBlank() || meaning.isBlank()) {
                throw new IllegalArgumentException(
                        "a quote needs a number and its meaning, not '" + number + "' and '" + meaning + "'");
            }
        }
    }

    /** Copies the list and checks its size. */
    public InShort {
        sentences = List.copyOf(sentences);
        if (sentences.isEmpty() || sentences.size() > MOST) {
            throw new IllegalArgumentException(
                    "sentences must be 1 to " + MOST + ", not " + sentences.size() + ": leave out the least important");
        }
    }

    /** Makes a box without a number. */
    public InShort(List<String> sentences) {
        this(Optional.empty(), sentences);
    }

    @Override
    public String title() {
        return "In short";
    }

    @Override
    public String explanation() {
        return "";
    }

    @Override
    public String html(String name) {
        List<String> lines = new ArrayList<>();
        lines.add("<section class=\"in-short\" aria-label=\"" + Escape.html(title()) + "\">");
        lines.add("<h2>" + Escape.html(title()) + "</h2>");
        quote.ifPresent(first -> lines.add("<p class=\"quote\"><strong>" + Escape.prose(first.number())
                + "</strong> <span>" + Escape.prose(first.meaning()) + "</span></p>"));
        lines.add("<ul>");
        sentences.forEach(sentence -> lines.add("<li>" + Escape.prose(sentence) + "</li>"));
        lines.add("</ul>");
        lines.add("</section>");
        return String.join("\n", lines);
    }

    @Override
    public List<Attachment> attachments(String name) {
        return List.of();
    }

    @Override
    public List<String> answer() {
        return sentences;
    }
}
