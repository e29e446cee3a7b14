package io.stockpot.report;

import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a {@link DataBlock} as part of a page: title, content, caption and links to its files. */
final class DataBlockHtml {
    private DataBlockHtml() {}

    static String of(DataBlock block, String name) {
        String links = block.attachments(name).stream()
                .map(file -> "<a href=\"" + file.path() + "\" download>" + file.label() + "</a>")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                "<figure class=\"" + block.width().name().toLowerCase(Locale.ROOT) + "\" id=\"" + name
                        + "\" tabindex=\"-1\" aria-labelledby=\"" + name + "-title\">",
                "<h3 id=\"" + name + "-title\">" + Escape.html(block.title()) + "</h3>",
                block.content(),
                "<figcaption>" + Escape.prose(block.legend()) + " <span class=\"files\">" + links
                        + "</span></figcaption>",
                "</figure>");
    }
}
