package io.stockpot.soup;

import io.stockpot.base.Progress;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.file.SafetensorsWriter;
import io.stockpot.tensor.file.SafetensorsWriter.Slot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** Mixes large files and writes down how far the process grew, in KiB, without the pages of files. */
final class MixProcess {
    private static final List<Slot> SMALL = List.of(new Slot("w", "F32", List.of(1000L)));
    private static final List<Slot> LARGE = IntStream.range(0, 8)
            .mapToObj(i -> new Slot("w" + i, "F32", List.of(1L << 22)))
            .toList();

    private MixProcess() {}

    /** Makes the files that the process mixes: two of eight tensors of 16 MiB, and two small ones. */
    static void prepare(Path folder) throws IOException {
        for (int file = 1; file <= 2; file++) {
            int value = file;
            for (List<Slot> slots : List.of(SMALL, LARGE)) {
                SafetensorsWriter.writeWithDigest(
                        folder.resolve(slots.size() + "-" + file),
                        slots,
                        name -> torch.ones(slots.get(0).shape().get(0)).mul_(new Scalar(value)),
                        digest -> Map.of("stockpot.digest", digest));
            }
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        mix(folder, SMALL.size());
        long before = anonymous();
        AtomicLong peak = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        Thread watch = new Thread(() -> {
            while (!done.get()) {
                peak.accumulateAndGet(anonymous(), Math::max);
            }
        });
        watch.start();
        mix(folder, LARGE.size());
        done.set(true);
        watch.join();
        Files.writeString(folder.resolve("growth"), String.valueOf(peak.get() - before));
    }

    private static void mix(Path folder, int size) throws IOException {
        MixFiles files = MixFiles.checked(
                List.of(
                        CheckpointFile.open(folder.resolve(size + "-1"), ForeignNotes.NONE),
                        CheckpointFile.open(folder.resolve(size + "-2"), ForeignNotes.NONE)),
                false);
        new FileSoup(files, MixingWeights.parse("0.5, 0.5")).cook(folder.resolve("soup"), Progress.NONE);
    }

    private static long anonymous() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("RssAnon"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
