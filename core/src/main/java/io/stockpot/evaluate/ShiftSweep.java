package io.stockpot.evaluate;

import io.stockpot.data.Answers;
import io.stockpot.data.Checksum;
import io.stockpot.data.Progress;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.ShiftSample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of many contestants, such as the mixtures of a grid, to the images of one shift in all its
 * versions. Images are read once and kept packed; where the versions together need too much memory, they
 * are taken some at a time. Each contestant's bits are written at once, so that a killed sweep goes on.
 *
 * @param decider how images are answered
 * @param folder for what is finished
 * @param memory bytes of packed images that may be kept
 */
public record ShiftSweep(Decider decider, Path folder, long memory) {
    /** Between the version and the name of answers beside the right ones. */
    private static final String BESIDE = ": ";

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
    public static ShiftSweep in(Path folder, Decider decider) {
        return new ShiftSweep(decider, folder, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * Lets all contestants answer all versions.
     *
     * @param indices of the images
     */
    public Result run(Contestants contestants, ShiftImages images, int[] indices, Progress progress)
            throws IOException {
        Files.createDirectories(folder);
        List<String> left = new ArrayList<>(images.versions());
        Map<String, Version> done = new LinkedHashMap<>();
        while (!left.isEmpty()) {
            Map<String, ShiftSample> samples = new LinkedHashMap<>();
            long used = 0;
            do {
                String version = left.remove(0);
                ShiftSample sample = images.load(version, indices, progress);
                samples.put(version, sample);
                done.put(version, Version.of(sample));
                used = (long) samples.size()
                        * indices.length
                        * sample.images().shape().length();
            } while (!left.isEmpty() && used + used / samples.size() <= memory);
            answer(contestants, samples, images, progress);
        }
        return result(contestants.count(), indices.length, done);
    }

    /** What is kept of a version when its images are gone. */
    private record Version(String digest, List<String> beside) {
        static Version of(ShiftSample sample) {
            return new Version(
                    sample.images().digest() + sample.answers().digest(),
                    List.copyOf(sample.asides().keySet()));
        }
    }

    private void answer(
            Contestants contestants, Map<String, ShiftSample> samples, ShiftImages images, Progress progress)
            throws IOException {
        try (Progress.Task task = progress.start("answers", (long) contestants.count() * samples.size(), "versions")) {
            for (int place = 0; place < contestants.count(); place++) {
                List<String> missing = new ArrayList<>();
                for (Map.Entry<String, ShiftSample> sample : samples.entrySet()) {
                    if (log(sample.getKey(), sample.getValue().images().size()).count() <= place) {
                        missing.add(sample.getKey());
                    }
                }
                // a mixture that is finished need not be mixed
                if (!missing.isEmpty()) {
                    Outputs outputs = contestants.get(place);
                    for (String version : missing) {
                        write(place, version, samples.get(version), outputs, images);
                    }
                }
                task.advanceTo((long) (place + 1) * samples.size());
            }
        }
    }

    private void write(int place, String version, ShiftSample sample, Outputs outputs, ShiftImages images)
            throws IOException {
        int[] answers = decider.decide(outputs, sample.images(), images.labelMap());
        // the right answers come last: what is written of a version is then whole
        for (Map.Entry<String, Answers> beside : sample.asides().entrySet()) {
            log(version + BESIDE + beside.getKey(), answers.length)
                    .write(place, Decider.right(answers, beside.getValue()));
        }
        log(version, answers.length).write(place, Decider.right(answers, sample.answers()));
    }

    private BitLog log(String column, int images) {
        // plain ASCII: a system without a locale can name no other file
        String name =
                Checksum.SHA_256.of(column.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
        return new BitLog(folder.resolve(name + ".bits"), images);
    }

    private Result result(int contestants, int images, Map<String, Version> versions) throws IOException {
        StringBuilder digests = new StringBuilder();
        versions.values().forEach(version -> digests.append(version.digest()));
        String data = Checksum.SHA_256.of(digests.toString().getBytes(StandardCharsets.UTF_8));
        List<Outcomes> right = new ArrayList<>();
        List<Outcomes> beside = new ArrayList<>();
        for (int place = 0; place < contestants; place++) {
            Map<String, BitSet> bits = new LinkedHashMap<>();
            Map<String, BitSet> others = new LinkedHashMap<>();
            for (Map.Entry<String, Version> version : versions.entrySet()) {
                bits.put(version.getKey(), log(version.getKey(), images).read(place));
                for (String other : version.getValue().beside()) {
                    others.put(
                            other,
                            log(version.getKey() + BESIDE + other, images).read(place));
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
