package io.stockpot.bench;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Augmentation;
import io.stockpot.data.Batches;
import io.stockpot.data.Flip;
import io.stockpot.data.Interpolation;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.RandomResizedCrop;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.ImageFolder;
import io.stockpot.data.source.OpenData;
import io.stockpot.tensor.Scope;
import io.stockpot.text.Defaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;

/**
 * Claim: pictures are decoded, cut at random, resized to 224×224, mirrored and put into batches of 64 at least as fast as
 * by torchvision's loader with as many workers on the same JPEG files; a list of 1.28 million files takes less than 2 GB.
 * Both sides run in turn, ours in this process and the other in one of its own, whose start is not counted; it needs a
 * Python with torch and torchvision, {@code python3} or what {@code STOCKPOT_PEER_PYTHON} names, and is left out without.
 *
 * <p>Arguments: the number of files that are listed, 128,000 if absent; memory grows in proportion.
 */
public final class LoaderBenchmark {
    private static final int PICTURES = 400;
    private static final int BATCH = 64;
    private static final int ROUNDS = 5;
    private static final int[] WORKERS = {1, 2};
    private static final int LISTED = 128_000;
    /** Training images of ImageNet. */
    private static final int IMAGE_NET = 1_281_167;

    private static final Augmentation AUGMENTATION =
            new Augmentation.Sequence(List.of(Defaults.of(RandomResizedCrop.class), Defaults.of(Flip.class)));

    private LoaderBenchmark() {}

    /** Runs the benchmark; takes some minutes. */
    public static void main(String[] arguments) throws IOException {
        try (MadePhotos photos = MadePhotos.write(PICTURES)) {
            System.out.printf(
                    "%d JPEG files of %s, %.0f kB each, %d rounds%n",
                    PICTURES, MadePhotos.SIZE, photos.meanBytes() / 1e3, ROUNDS);
            rates(photos.folder(), open(photos.folder()));
            try (MadePhotos room = new MadePhotos(Files.createTempDirectory("stockpot-packed"))) {
                System.out.println("with 'packed: true', once the file is made:");
                rates(photos.folder(), source(photos.folder(), true).open(new DataCache(room.folder())));
            }
        }
        memory(arguments.length > 0 ? Integer.parseInt(arguments[0]) : LISTED);
    }

    private static void rates(Path folder, OpenData data) throws IOException {
        LabelledImages images = data.load(DataPart.TRAIN, Progress.NONE);
        Optional<TorchvisionLoader> peer = TorchvisionLoader.find();
        for (int workers : WORKERS) {
            ForkJoinPool pool = new ForkJoinPool(workers);
            // the first epochs are for the compiler
            epoch(pool, images);
            epoch(pool, images);
            if (peer.isPresent()) {
                SideBySide rates = SideBySide.of(
                        ROUNDS, () -> epoch(pool, images), () -> peer.get().rate(folder, workers));
                System.out.printf(
                        Locale.ROOT,
                        "%d workers: ours %.0f images/s, torchvision %.0f images/s, ratio %.3f (%.3f to %.3f)%n",
                        workers,
                        rates.ours(),
                        rates.bare(),
                        rates.ratio(),
                        rates.least(),
                        rates.most());
            } else {
                SideBySide alone = SideBySide.of(ROUNDS, () -> epoch(pool, images), () -> 1);
                System.out.printf(
                        Locale.ROOT,
                        "%d workers: ours %.0f images/s; no Python with torch and torchvision was found%n",
                        workers,
                        alone.ours());
            }
            pool.shutdown();
        }
    }

    private static OpenData open(Path folder) throws IOException {
        return source(folder, false).open(DataCache.ofUser());
    }

    private static ImageFolder source(Path folder, boolean packed) {
        return new ImageFolder(
                folder.toString(),
                Optional.of(folder.toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(256),
                Optional.of(224),
                Interpolation.BILINEAR,
                false,
                Optional.empty(),
                packed,
                0);
    }

    /** Returns images/s of one pass over all images; as in a training, a batch is made ahead of the one that is taken. */
    private static double epoch(ForkJoinPool pool, LabelledImages images) throws IOException {
        Seed seed = new Seed(System.nanoTime());
        Batches batches = Batches.inOrder(images.size(), BATCH).shuffled(seed);
        Deque<Future<float[]>> ahead = new ArrayDeque<>();
        long begin = System.nanoTime();
        for (int[] batch : batches) {
            // streams work in the pool that they are begun in
            ahead.add(pool.submit(() -> images.augmented(batch, AUGMENTATION, seed)));
            if (ahead.size() > 1) {
                take(images, ahead.remove());
            }
        }
        take(images, ahead.remove());
        return images.size() / ((System.nanoTime() - begin) / 1e9);
    }

    private static void take(LabelledImages images, Future<float[]> batch) throws IOException {
        try (Scope scope = Scope.open()) {
            images.tensor(batch.get());
        } catch (InterruptedException | ExecutionException failure) {
            throw new IOException(failure);
        }
    }

    /** Lists files that are all links to few pictures, and prints what the list takes. */
    private static void memory(int files) throws IOException {
        try (MadePhotos photos = MadePhotos.link(files)) {
            long before = usedBytes();
            OpenData open = open(photos.folder());
            long listed = usedBytes() - before;
            LabelledImages train = open.load(DataPart.TRAIN, Progress.NONE);
            long loaded = usedBytes() - before;
            // training and test part are the same folder here, so each file is listed twice
            System.out.printf(
                    Locale.ROOT,
                    "%d files: %.0f bytes each to list, %.0f more to learn from; %.0f MB for %d%n",
                    train.size(),
                    listed / 2.0 / files,
                    (double) (loaded - listed) / files,
                    (listed / 2.0 + loaded - listed) / files * IMAGE_NET / 1e6,
                    IMAGE_NET);
        }
    }

    private static long usedBytes() {
        Runtime java = Runtime.getRuntime();
        System.gc();
        return java.totalMemory() - java.freeMemory();
    }
}
