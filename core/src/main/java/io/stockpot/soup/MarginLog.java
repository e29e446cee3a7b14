package io.stockpot.soup;

import io.stockpot.base.AppendedLines;
import io.stockpot.soup.choice.Margins;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The margins of mixtures on images, so that none is measured twice and a killed search goes on: a line for each
 * mixture and set of images, in a file that grows; a line counts once it ends.
 */
public final class MarginLog {
    private final Optional<Path> file;
    private final Map<Question, Margins> known = new HashMap<>();
    private boolean read;

    private record Question(String who, String images) {}

    /**
     * What is known of one mixture.
     *
     * @param who the mixture
     * @param images what they are called
     * @param margins Base64 of float32 in little endian, one per image
     */
    private record Line(String who, String images, String margins) {}

    /**
     * Prepares a log.
     *
     * @param file which need not exist; none means that the log ends with its process
     */
    public MarginLog(Optional<Path> file) {
        this.file = file;
    }

    /** Measures margins that are not known. */
    @FunctionalInterface
    public interface Measurement {
        /** Returns one margin per image. */
        float[] run() throws IOException;
    }

    /**
     * Returns the margins of a mixture: the known ones, else those that are measured now, which are on the disk when this
     * returns.
     *
     * @param who the mixture
     * @param images a name that no others have
     * @throws IOException if the file cannot be read or written, is damaged, or the measurement fails
     */
    public Margins get(String who, String images, Measurement measurement) throws IOException {
        load();
        Question question = new Question(who, images);
        Margins before = known.get(question);
        if (before != null) {
            return before;
        }
        Margins measured = new Margins(measurement.run());
        known.put(question, measured);
        if (file.isPresent()) {
            Files.createDirectories(file.get().toAbsolutePath().getParent());
            try (AppendedLines lines = AppendedLines.open(file.get())) {
                lines.append(CanonicalJson.of(new Line(who, images, text(measured.values()))));
            }
        }
        return measured;
    }

    private static String text(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static float[] values(String text) {
        FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(text))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        return values;
    }

    private void load() throws IOException {
        if (read || file.isEmpty()) {
            return;
        }
        int number = 0;
        for (String text : AppendedLines.read(file.get())) {
            number++;
            try {
                Line line = CanonicalJson.read(text, Line.class);
                known.put(new Question(line.who(), line.images()), new Margins(values(line.margins())));
            } catch (TextException | IllegalArgumentException damage) {
                throw new IOException(
                        "line " + number + " of '" + file.get() + "' is damaged; delete the file to measure again",
                        damage);
            }
        }
        read = true;
    }
}
