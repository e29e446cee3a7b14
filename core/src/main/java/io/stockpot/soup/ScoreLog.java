package io.stockpot.soup;

import io.stockpot.base.AppendedLines;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.soup.choice.Scores;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The scores of mixtures on images, so that none is measured twice and a killed search goes on: a line for each
 * mixture and set of images, in a file that grows; a line counts once it ends.
 */
public final class ScoreLog {
    private final Optional<Path> file;
    private final Map<Question, Scores> known = new HashMap<>();
    private boolean read;

    private record Question(String who, String images) {}

    /**
     * What is known of one mixture.
     *
     * @param who the mixture
     * @param images what they are called
     * @param answers number of scores of an image
     * @param scores Base64 of float32 in little endian
     * @param right hexadecimal, the first image in the lowest bit of the first byte
     */
    private record Line(String who, String images, int answers, String scores, String right) {
        static Line of(Question question, Scores scores) {
            float[] values = scores.values();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return new Line(
                    question.who(),
                    question.images(),
                    scores.answers(),
                    Base64.getEncoder().encodeToString(bytes.array()),
                    HexFormat.of().formatHex(scores.right().toByteArray()));
        }

        Scores read() {
            FloatBuffer floats = ByteBuffer.wrap(Base64.getDecoder().decode(scores))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[] values = new float[floats.remaining()];
            floats.get(values);
            return new Scores(answers, values, BitSet.valueOf(HexFormat.of().parseHex(right)));
        }
    }

    /**
     * Prepares a log.
     *
     * @param file which need not exist; none means that the log ends with its process
     */
    public ScoreLog(Optional<Path> file) {
        this.file = file;
    }

    /** Measures scores that are not known. */
    @FunctionalInterface
    public interface Measurement {
        /** Classifies the images. */
        ScorePass run() throws IOException;
    }

    /**
     * Returns the scores of a mixture: the known ones, else those that are measured now, which are on the disk when this
     * returns.
     *
     * @param who the mixture
     * @param images a name that no others have
     * @throws IOException if the file cannot be read or written, is damaged, or the measurement fails
     */
    public Scores get(String who, String images, Measurement measurement) throws IOException {
        load();
        Question question = new Question(who, images);
        Scores before = known.get(question);
        if (before != null) {
            return before;
        }
        ScorePass pass = measurement.run();
        Scores measured = new Scores(pass.answers(), pass.values().array(), pass.right());
        known.put(question, measured);
        if (file.isPresent()) {
            Files.createDirectories(file.get().toAbsolutePath().getParent());
            try (AppendedLines lines = AppendedLines.open(file.get())) {
                lines.append(CanonicalJson.of(Line.of(question, measured)));
            }
        }
        return measured;
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
                known.put(new Question(line.who(), line.images()), line.read());
            } catch (TextException | IllegalArgumentException damage) {
                throw new IOException(
                        "line " + number + " of '" + file.get() + "' is damaged; delete the file to measure again",
                        damage);
            }
        }
        read = true;
    }
}
