package io.stockpot.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A heading and paragraphs. It starts a new section of the page.
 *
 * @param title the heading
 * @param paragraphs plain text, not markup; may be empty
 */
public record Text(String title, List<String> paragraphs) implements Block {
    /** Copies the list. */
    public Text {
        paragraphs = List.copyOf(paragraphs);
    }

    /** Makes a heading and paragraphs. */
    public static Text of(String title, String... paragraphs) {
        return new Text(title, List.of(paragraphs));
    }

    @Override
    public String explanation() {
        return "";
    }

    @Override
    public String html(String name) {
        List<String> lines = new ArrayList<>(List.of("<h2>" + Escape.html(title) + "</h2>"));
        paragraphs.forEach(paragraph -> lines.add("<p>" + Escape.prose(paragraph) + "</p>"));
        return String.join("\n", lines);
    }

    @Override
    public List<Attachment> attachments(String name) {
        return List.of();
    }
}
