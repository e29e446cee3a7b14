package io.stockpot.bench;

import io.stockpot.base.Progress;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.StreamingMix;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.Torch;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Claim: mixing four checkpoints of 86 million float32 parameters (a vision transformer of base size) in
 * memory reaches 0.9 of the bytes per second of a plain copy of a checkpoint, tensor by tensor. For comparison
 * it is also held against a copy of as many values in one block, which wakes its threads once. From file to file it is
 * held against a copy of a file, both written through to the disk. Bytes are those of four sources and one result, and
 * of one source and one copy. Both sides run in turn; medians are printed. Needs 2 GiB of memory and 3 GiB of disk in
 * the folder for temporary files, which is emptied in the end.
 */
public final class MixingBenchmark {
    private static final int ROUNDS = 31;
    private static final int FILE_ROUNDS = 3;
    private static final int SOURCES = 4;
    private static final double[] WEIGHTS = {0.4, 0.3, 0.2, 0.1};
    private static final int WIDTH = 768;

    private MixingBenchmark() {}

    /** Work that is timed. */
    private interface Work {
        void run() throws IOException;
    }

    /** Runs the benchmark; takes about a minute. */
    public static void main(String[] arguments) throws IOException {
        Torch.boot();
        List<StateDict> sources = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            sources.add(transformer(i + 1));
        }
        double bytes = 4.0 * sources.get(0).elements();
        System.out.printf("%d sources of %.1f M float32, %d threads%n", SOURCES, bytes / 4e6, Torch.threads());
        try (StateDict target = transformer(0)) {
            compare(
                    "in memory",
                    ROUNDS,
                    rate((SOURCES + 1) * bytes, () -> target.linearCombination(sources, WEIGHTS)),
                    rate(2 * bytes, () -> target.copyFrom(sources.get(0))));
            try (Scope scope = Scope.open()) {
                Tensor from = torch.ones(sources.get(0).elements());
                Tensor to = torch.zeros(sources.get(0).elements());
                compare(
                        "to one block",
                        ROUNDS,
                        rate((SOURCES + 1) * bytes, () -> target.linearCombination(sources, WEIGHTS)),
                        rate(2 * bytes, () -> to.copy_(from)));
            }
        }
        Path folder = Files.createTempDirectory("stockpot-mixing");
        try {
            List<Path> files = write(folder, sources);
            Path out = folder.resolve("out");
            compare(
                    "file to file",
                    FILE_ROUNDS,
                    rate((SOURCES + 1) * bytes, () -> mix(files, out)),
                    rate(2 * bytes, () -> copy(files.get(0), out)));
        } finally {
            delete(folder);
        }
    }

    private static StateDict transformer(int value) {
        StateDict tensors = new StateDict();
        try (Scope scope = Scope.open()) {
            tensors.put("patch", torch.ones(WIDTH, WIDTH).mul_(new Scalar(value)));
            for (int block = 0; block < 12; block++) {
                for (long[] shape : new long[][] {
                    {3 * WIDTH, WIDTH}, {WIDTH, WIDTH}, {4 * WIDTH, WIDTH}, {WIDTH, 4 * WIDTH}, {WIDTH}
                }) {
                    tensors.put(
                            "block" + block + Arrays.toString(shape),
                            torch.ones(shape).mul_(new Scalar(value)));
                }
            }
        }
        return tensors;
    }

    /** Returns GB/s. */
    private static SideBySide.Rate rate(double bytes, Work work) {
        return () -> {
            long start = System.nanoTime();
            work.run();
            return bytes / (System.nanoTime() - start);
        };
    }

    private static void compare(String what, int rounds, SideBySide.Rate ours, SideBySide.Rate copy)
            throws IOException {
        for (int warmUp = 0; warmUp < rounds / 3; warmUp++) {
            ours.measure();
            copy.measure();
        }
        SideBySide rates = SideBySide.of(rounds, ours, copy);
        System.out.printf(
                "%-13s mixing %.2f GB/s, copying %.2f GB/s, ratio %.2f (%.2f to %.2f)%n",
                what, rates.ours(), rates.bare(), rates.ratio(), rates.least(), rates.most());
    }

    /** Writes the sources as files and frees them. */
    private static List<Path> write(Path folder, List<StateDict> sources) throws IOException {
        List<Path> files = new ArrayList<>();
        for (StateDict source : sources) {
            Path file = folder.resolve(String.valueOf(files.size()));
            Safetensors.write(file, source, Map.of("stockpot.digest", source.digest()));
            files.add(file);
            source.close();
        }
        return files;
    }

    private static void mix(List<Path> paths, Path out) throws IOException {
        List<CheckpointFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(CheckpointFile.open(path, ForeignNotes.NONE));
        }
        new StreamingMix(MixFiles.checked(files, false), MixingWeights.parse("0.4, 0.3, 0.2, 0.1"))
                .write(out, digest -> Map.of("stockpot.digest", digest), Progress.NONE);
    }

    private static void copy(Path file, Path out) throws IOException {
        Files.copy(file, out, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel written = FileChannel.open(out, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
