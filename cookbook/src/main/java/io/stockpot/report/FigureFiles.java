package io.stockpot.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Figures as SVG files of their own, for pages that are not reports. */
public final class FigureFiles {
    private FigureFiles() {}

    /**
     * Writes NAME.svg for every block.
     *
     * @param blocks figures by name
     * @throws IllegalArgumentException if a block is no figure
     * @throws IOException if a file cannot be written
     */
    public static void write(Path directory, Map<String, Block> blocks) throws IOException {
        Files.createDirectories(directory);
        try (Figures figures = new Figures()) {
            for (Map.Entry<String, Block> block : blocks.entrySet()) {
                Optional<String> svg = figures.svg(block.getValue());
                if (svg.isEmpty()) {
                    throw new IllegalArgumentException("'" + block.getValue().title() + "' is not a figure");
                }
                Files.writeString(directory.resolve(block.getKey() + ".svg"), svg.get());
            }
        }
    }
}
