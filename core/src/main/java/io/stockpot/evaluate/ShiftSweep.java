package io.stockpot.evaluate;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.data.Answers;
import io.stockpot.data.Batches;
import io.stockpot.data.ImagesDigest;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.ShiftSample;
import io.stockpot.outcome.Outcomes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of many contestants, such as the mixtures of a grid, to the images of one shift in all its
 * versions. Images are read once and kept packed; where they need too much memory, they are taken some
 * versions at a time, and versions that are too large by themselves some images at a time. Each contestant's
 * bits are written at once, so that a killed sweep goes on.
 *
 * @param predictor how images are answered
 * @param folder for what is finished
 * @param memory bytes of packed images that may be kept; one image is kept in any case
 */
public record ShiftSweep(Predictor predictor, Path folder, long memory) {
    /** Between the version and the name of answers beside the right ones. */
    private static final String BESIDE = ": ";

    /** Bytes that fit into one array, with some to spare. */
    private static final long LARGEST = Integer.MAX_VALUE - 16;

    /** Who answers, one after another. */
    public interface Contestants {
        /** Returns how many there are. */
        int count();

        /** Returns one of them, valid until the next is asked for. */
        Outputs get(int place) throws IOException;
    }

    /** Returns the only contestant. */
    public static Contestants single(Outputs outputs) {
        return new Contestants() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public Outputs get(int place) {
                return outputs;
            }
        };
    }

    /**
     * What the contestants answered.
     *
     * @param right for each contestant, the images it got right in each version
     * @param beside for each contestant, the images it answered as other answers say, such as the texture of
     *     conflict stimuli; without conditions for most shifts
     */
    public record Result(List<Outcomes> right, List<Outcomes> beside) {
        /** Copies the lists. */
        public Result {
            right = List.copyOf(right);
            beside = List.copyOf(beside);
        }
    }

    /** Takes a quarter of the memory that Java may have. */
    public static ShiftSweep in(Path folder, Predictor predictor) {
        return new ShiftSweep(predictor, folder, Runtime.getRuntime().maxMemory() / 4);
    }

    /** Images of one version that are in memory together: those at some places of all that are asked for. */
    private record Portion(String version, int from, int to, int all) {
        int size() {
            return to - from;
        }

        /** Returns what its answers are kept under; other portions are never taken for it. */
        String column() {
            return size() == all ? version : version + BESIDE + from + " to " + to;
        }
    }

    /**
     * Lets all contestants answer all versions.
     *
     * @param indices of the images
     */
    public Result run(Contestants contestants, ShiftImages images, int[] indices, Progress progress)
            throws IOException {
        Files.createDirectories(folder);
        Deque<Portion> left = portions(images, indices);
        Map<String, Version> done = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            Map<Portion, ShiftSample> samples = new LinkedHashMap<>();
            long used = 0;
            long next;
            do {
                Portion portion = left.remove();
                int[] some = Arrays.copyOfRange(indices, portion.from(), portion.to());
                ShiftSample sample = images.load(portion.version(), some, progress);
                samples.put(portion, sample);
                done.computeIfAbsent(portion.version(), version -> new Version(indices.length, sample))
                        .add(portion, sample);
                int bytes = sample.images().shape().length();
                used += (long) portion.size() * bytes;
                next = left.isEmpty() ? 0 : (long) left.element().size() * bytes;
            } while (!left.isEmpty() && used + next <= memory);
            answer(contestants, samples, images, progress);
        }
        return result(contestants.count(), indices.length, done);
    }

    /** Divides what is asked for into portions that fit into the memory, by the size of the first image. */
    private Deque<Portion> portions(ShiftImages images, int[] indices) throws IOException {
        int bytes = images.load(images.versions().get(0), new int[] {indices[0]}, Progress.NONE)
                .images()
                .shape()
                .length();
        long most = Math.max(1, Math.min(memory, LARGEST) / bytes);
        Deque<Portion> portions = new ArrayDeque<>();
        for (String version : images.versions()) {
            for (int[] block : Batches.inOrder(indices.length, (int) Math.min(most, indices.length))) {
                portions.add(new Portion(version, block[0], block[0] + block.length, indices.length));
            }
        }
        return portions;
    }

    /** What is kept of a version when its images are gone. */
    private static final class Version {
        private final List<Portion> portions = new ArrayList<>();
        private final List<Answers> answers = new ArrayList<>();
        private final ImagesDigest pixels;
        private final List<String> beside;

        Version(int images, ShiftSample first) {
            this.pixels = new ImagesDigest(images, first.images().shape());
            this.beside = List.copyOf(first.asides().keySet());
        }

        void add(Portion portion, ShiftSample sample) {
            portions.add(portion);
            pixels.add(sample.images());
            answers.add(sample.answers());
        }

        /** Returns the digest of all images and their answers, however they were divided. */
        String digest() {
            return pixels.text() + Answers.joined(answers).digest();
        }
    }

    private void answer(
            Contestants contestants, Map<Portion, ShiftSample> samples, ShiftImages images, Progress progress)
            throws IOException {
        try (Progress.Task task = progress.start("answers", (long) contestants.count() * samples.size(), "portions")) {
            for (int place = 0; place < contestants.count(); place++) {
                List<Portion> missing = new ArrayList<>();
                for (Map.Entry<Portion, ShiftSample> sample : samples.entrySet()) {
                    if (!isFinished(place, sample.getKey(), sample.getValue())) {
                        missing.add(sample.getKey());
                    }
                }
                // a mixture that is finished need not be mixed
                if (!missing.isEmpty()) {
                    Outputs outputs = contestants.get(place);
                    for (Portion portion : missing) {
                        write(place, portion, samples.get(portion), outputs, images);
                    }
                }
                task.advanceTo((long) (place + 1) * samples.size());
            }
        }
    }

    private boolean isFinished(int place, Portion portion, ShiftSample sample) throws IOException {
        if (log(portion.column(), portion.size()).count() <= place) {
            return false;
        }
        for (String other : sample.asides().keySet()) {
            if (log(portion.column() + BESIDE + other, portion.size()).count() <= place) {
                return false;
            }
        }
        return true;
    }

    private void write(int place, Portion portion, ShiftSample sample, Outputs outputs, ShiftImages images)
            throws IOException {
        int[] answers = predictor.predict(outputs, sample.images(), images.labelMap());
        for (Map.Entry<String, Answers> beside : sample.asides().entrySet()) {
            log(portion.column() + BESIDE + beside.getKey(), answers.length)
                    .write(place, Predictor.right(answers, beside.getValue()));
        }
        log(portion.column(), answers.length).write(place, Predictor.right(answers, sample.answers()));
    }

    /** Returns a contestant's bits of all portions of a version. */
    private BitSet bits(Version version, String column, int place) throws IOException {
        BitSet bits = new BitSet();
        for (Portion portion : version.portions) {
            log(portion.column() + column, portion.size()).read(place).stream()
                    .forEach(image -> bits.set(portion.from() + image));
        }
        return bits;
    }

    private BitLog log(String column, int images) {
        // plain ASCII: a system without a locale can name no other file
        String name = Checksum.SHA_256.of(column).substring(0, 16);
        return new BitLog(folder.resolve(name + ".bits"), images);
    }

    private Result result(int contestants, int images, Map<String, Version> versions) throws IOException {
        StringBuilder digests = new StringBuilder();
        versions.values().forEach(version -> digests.append(version.digest()));
        String data = Checksum.SHA_256.of(digests.toString());
        List<Outcomes> right = new ArrayList<>();
        List<Outcomes> beside = new ArrayList<>();
        for (int place = 0; place < contestants; place++) {
            Map<String, BitSet> bits = new LinkedHashMap<>();
            Map<String, BitSet> others = new LinkedHashMap<>();
            for (Map.Entry<String, Version> version : versions.entrySet()) {
                bits.put(version.getKey(), bits(version.getValue(), "", place));
                for (String other : version.getValue().beside) {
                    others.put(other, bits(version.getValue(), BESIDE + other, place));
                }
            }
            right.add(new Outcomes(data, images, bits));
            beside.add(new Outcomes(data, images, others));
        }
        return new Result(right, beside);
    }

    /** Removes what is finished, once the result is safe. */
    public void forget() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
