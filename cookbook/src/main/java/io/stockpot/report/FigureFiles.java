package io.stockpot.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes figures as SVG files, for pages that are not reports. */
public final class FigureFiles {
    private FigureFiles() {}

    /**
     * Writes NAME.svg for every figure.
     *
     * @param figures by name
     * @throws IOException if a file cannot be written
     */
    public static void write(Path directory, Map<String, Figure> figures) throws IOException {
        Files.createDirectories(directory);
        try (SvgRenderer renderer = new SvgRenderer()) {
            for (Map.Entry<String, Figure> figure : figures.entrySet()) {
                Files.writeString(
                        directory.resolve(figure.getKey() + ".svg"),
                        figure.getValue().drawing().svg(renderer));
            }
        }
    }
}
