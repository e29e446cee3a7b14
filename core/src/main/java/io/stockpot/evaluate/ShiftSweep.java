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
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The answers of many mixtures to the images of one shift in all its versions. Images are read once and kept
 * packed; where they need too much memory, they are taken some versions at a time, and versions that are too
 * large by themselves some images at a time. The bits of each mixture are written as soon as they are known, so
 * that a killed sweep goes on.
 *
 * @param predictor classifies the images
 * @param folder for finished answers
 * @param memory bytes of packed images that may be kept; one image is kept in any case
 * @param attack what images must withstand to count as right; empty means that they are answered as they are. Other
 *     answers than the right ones are not looked at under attack
 */
public record ShiftSweep(Predictor predictor, Path folder, long memory, Optional<ShiftAttack> attack) {
    /** Between the version and the name of answers beside the right ones. */
    private static final String BESIDE = ": ";

    private static final String WARNINGS = "warnings";

    /** Bytes that fit into one array, with some to spare. */
    private static final long LARGEST = Integer.MAX_VALUE - 16;

    /** Mixtures that answer one after another; each is mixed when it is asked for. */
    public interface Mixtures {
        /** Returns the number of mixtures. */
        int count();

        /**
         * Returns a mixture, valid until the next is asked for.
         *
         * @param mixture its index, from zero
         */
        Outputs get(int mixture) throws IOException;
    }

    /** Returns a single model or ensemble as the only mixture. */
    public static Mixtures single(Outputs outputs) {
        return new Mixtures() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public Outputs get(int mixture) {
                return outputs;
            }
        };
    }

    /**
     * The answers of all mixtures.
     *
     * @param right for each mixture, the images it got right in each version
     * @param beside for each mixture, the images to which it gave other answers of interest, such as the texture
     *     of conflict stimuli; without conditions for most shifts
     * @param warnings for each mixture, signs that its accuracies under attack may not be what they seem
     */
    public record Result(List<Outcomes> right, List<Outcomes> beside, List<List<Warning>> warnings) {
        /** Copies the lists. */
        public Result {
            right = List.copyOf(right);
            beside = List.copyOf(beside);
            warnings = warnings.stream().map(List::copyOf).toList();
        }
    }

    /** Creates a sweep that answers images as they are. */
    public ShiftSweep(Predictor predictor, Path folder, long memory) {
        this(predictor, folder, memory, Optional.empty());
    }

    /** Returns a sweep that keeps images in a quarter of the memory that Java may have. */
    public static ShiftSweep in(Path folder, Predictor predictor) {
        return new ShiftSweep(predictor, folder, Runtime.getRuntime().maxMemory() / 4);
    }

    /** Returns a sweep with the same memory and folder, of images under attack. */
    public ShiftSweep under(ShiftAttack other) {
        return new ShiftSweep(predictor, folder, memory, Optional.of(other));
    }

    /** Images of one version that are in memory together: those at positions from … to of all that are asked for. */
    private record Portion(String version, int from, int to, int all) {
        int size() {
            return to - from;
        }

        /** Returns the name under which its answers are kept, which no other portion has. */
        String column() {
            return size() == all ? version : version + BESIDE + from + " to " + to;
        }
    }

    /**
     * Classifies the images of all versions by all mixtures.
     *
     * @param indices of the images
     */
    public Result run(Mixtures mixtures, ShiftImages images, int[] indices, Progress progress) throws IOException {
        try {
            return sweep(mixtures, images, indices, progress);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private Result sweep(Mixtures mixtures, ShiftImages images, int[] indices, Progress progress) throws IOException {
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
                done.computeIfAbsent(portion.version(), version -> new Version(indices.length, sample, asides(sample)))
                        .add(portion, sample);
                int bytes = sample.images().shape().length();
                used += (long) portion.size() * bytes;
                next = left.isEmpty() ? 0 : (long) left.element().size() * bytes;
            } while (!left.isEmpty() && used + next <= memory);
            answer(
                    mixtures,
                    samples,
                    new Asked(images, Arrays.stream(indices).boxed().toList()),
                    progress);
        }
        return result(mixtures.count(), indices.length, done);
    }

    /** Divides the images into portions that fit into the memory, by the size of the first. */
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

    /** What is kept of a version once its images are dropped. */
    private static final class Version {
        private final List<Portion> portions = new ArrayList<>();
        private final List<Answers> answers = new ArrayList<>();
        private final ImagesDigest pixels;
        private final List<String> beside;

        Version(int images, ShiftSample first, Map<String, Answers> asides) {
            this.pixels = new ImagesDigest(images, first.images().shape());
            this.beside = List.copyOf(asides.keySet());
        }

        void add(Portion portion, ShiftSample sample) {
            portions.add(portion);
            pixels.add(sample.images());
            answers.add(sample.answers());
        }

        /** Returns the digest of all images and their answers, which does not depend on portions. */
        String digest() {
            return pixels.text() + Answers.joined(answers).digest();
        }
    }

    /** Images of a shift that are asked about. */
    private record Asked(ShiftImages images, List<Integer> indices) {
        List<Integer> numbers(Portion portion) {
            return indices.subList(portion.from(), portion.to());
        }
    }

    /** Returns the other answers of interest: none under attack. */
    private Map<String, Answers> asides(ShiftSample sample) {
        return attack.isPresent() ? Map.of() : sample.asides();
    }

    private void answer(Mixtures mixtures, Map<Portion, ShiftSample> samples, Asked asked, Progress progress)
            throws IOException {
        try (Progress.Task task = progress.start("answers", (long) mixtures.count() * samples.size(), "portions")) {
            for (int mixture = 0; mixture < mixtures.count(); mixture++) {
                List<Portion> missing = new ArrayList<>();
                for (Map.Entry<Portion, ShiftSample> sample : samples.entrySet()) {
                    if (!isFinished(mixture, sample.getKey(), sample.getValue())) {
                        missing.add(sample.getKey());
                    }
                }
                // a mixture that is finished need not be mixed
                if (!missing.isEmpty()) {
                    Outputs outputs = mixtures.get(mixture);
                    for (Portion portion : missing) {
                        if (attack.isPresent()) {
                            attack(mixture, portion, samples.get(portion), outputs, asked.numbers(portion), task);
                        } else {
                            write(mixture, portion, samples.get(portion), outputs, asked.images());
                        }
                    }
                }
                task.advanceTo((long) (mixture + 1) * samples.size());
            }
        }
    }

    private boolean isFinished(int mixture, Portion portion, ShiftSample sample) throws IOException {
        if (log(portion.column(), portion.size()).count() <= mixture) {
            return false;
        }
        for (String other : asides(sample).keySet()) {
            if (log(portion.column() + BESIDE + other, portion.size()).count() <= mixture) {
                return false;
            }
        }
        return true;
    }

    private void write(int mixture, Portion portion, ShiftSample sample, Outputs outputs, ShiftImages images)
            throws IOException {
        int[] answers = predictor.predict(outputs, sample.images(), images.labelMap());
        for (Map.Entry<String, Answers> beside : sample.asides().entrySet()) {
            log(portion.column() + BESIDE + beside.getKey(), answers.length)
                    .write(mixture, Predictor.right(answers, beside.getValue()));
        }
        log(portion.column(), answers.length).write(mixture, Predictor.right(answers, sample.answers()));
    }

    /** Writes what withstands the attack; a killed attack goes on after its last block of images. */
    private void attack(
            int mixture,
            Portion portion,
            ShiftSample sample,
            Outputs outputs,
            List<Integer> numbers,
            Progress.Task task)
            throws IOException {
        ShiftAttack used = attack.orElseThrow();
        Progress within = (what, total, unit) -> {
            task.note(portion.version() + ", " + what);
            return Progress.NONE.start(what, total, unit);
        };
        Journal journal = Journal.in(folder.resolve(file(portion.column()) + "-" + mixture));
        Findings findings = used.run(outputs, sample, numbers, journal, within);
        // the bits last: where they are, the mixture is finished
        warnings().append(WARNINGS, new Raised(mixture, portion.version(), findings.warnings()));
        BitSet standing = findings.outcomes().correct(used.condition().label());
        log(portion.column(), sample.images().size()).write(mixture, standing);
        journal.delete();
    }

    /** What was seen of a mixture on images of a version. */
    private record Raised(int mixture, String version, List<Warning> warnings) {}

    private Journal warnings() {
        return Journal.in(folder);
    }

    private List<List<Warning>> warnings(int mixtures) {
        Map<Integer, Set<Warning>> raised = new LinkedHashMap<>();
        warnings()
                .read(WARNINGS, Raised.class)
                .forEach(one -> raised.computeIfAbsent(one.mixture(), unknown -> new LinkedHashSet<>())
                        .addAll(one.warnings()));
        return IntStream.range(0, mixtures)
                .mapToObj(mixture -> List.copyOf(raised.getOrDefault(mixture, Set.of())))
                .toList();
    }

    /** Returns the bits of a mixture on all portions of a version. */
    private BitSet bits(Version version, String column, int mixture) throws IOException {
        BitSet bits = new BitSet();
        for (Portion portion : version.portions) {
            log(portion.column() + column, portion.size()).read(mixture).stream()
                    .forEach(image -> bits.set(portion.from() + image));
        }
        return bits;
    }

    private BitLog log(String column, int images) {
        return new BitLog(folder.resolve(file(column) + ".bits"), images);
    }

    /** Returns a name of plain ASCII: a system without a locale can name no other file. */
    private static String file(String column) {
        return Checksum.SHA_256.of(column).substring(0, 16);
    }

    private Result result(int mixtures, int images, Map<String, Version> versions) throws IOException {
        StringBuilder digests = new StringBuilder();
        versions.values().forEach(version -> digests.append(version.digest()));
        String data = Checksum.SHA_256.of(digests.toString());
        List<Outcomes> right = new ArrayList<>();
        List<Outcomes> beside = new ArrayList<>();
        for (int mixture = 0; mixture < mixtures; mixture++) {
            Map<String, BitSet> bits = new LinkedHashMap<>();
            Map<String, BitSet> others = new LinkedHashMap<>();
            for (Map.Entry<String, Version> version : versions.entrySet()) {
                bits.put(version.getKey(), bits(version.getValue(), "", mixture));
                for (String other : version.getValue().beside) {
                    others.put(other, bits(version.getValue(), BESIDE + other, mixture));
                }
            }
            right.add(new Outcomes(data, images, bits));
            beside.add(new Outcomes(data, images, others));
        }
        return new Result(right, beside, warnings(mixtures));
    }

    /** Deletes the folder, once the result is safe elsewhere. */
    public void delete() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (Files.isDirectory(file)) {
                    // of an attack that ended otherwise, with more or less memory
                    Journal.in(file).delete();
                } else {
                    Files.delete(file);
                }
            }
        }
        Files.delete(folder);
    }
}
