package io.stockpot.report;

import java.util.function.Function;

/**
 * A file beside the page.
 *
 * @param path from the folder of the page
 * @param label of the link to it, e.g. "CSV"
 * @param content returns the text of the file
 */
public record Attachment(String path, String label, Function<SvgRenderer, String> content) {}
