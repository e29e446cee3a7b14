package io.stockpot.report;

import java.util.List;

/**
 * A heading and paragraphs. It starts a new section of the page.
 *
 * @param title the heading
 * @param paragraphs plain text, not markup; may be empty
 */
public record Text(String title, List<String> paragraphs) implements Block {
    public Text {
        paragraphs = List.copyOf(paragraphs);
    }

    /** Makes a heading and paragraphs. */
    public static Text of(String title, String... paragraphs) {
        return new Text(title, List.of(paragraphs));
    }

    @Override
    public String caption() {
        return "";
    }

    @Override
    public String explanation() {
        return "";
    }

    @Override
    public List<Measurement> measurements() {
        return List.of();
    }
}
