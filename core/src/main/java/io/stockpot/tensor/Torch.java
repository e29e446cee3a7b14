package io.stockpot.tensor;

import io.stockpot.base.Guards;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.global.torch;

/**
 * Loads the engine. Every class of this project that touches libtorch calls {@link #boot()}
 * first; it is cheap after the first time.
 *
 * <p>All native libraries are unpacked before any of them is opened: opened one by one on a
 * machine with another libtorch, they would mix with it and crash the process.
 */
public final class Torch {
    private static final String[] RESOURCES = {"/org/bytedeco/openblas/", "/org/bytedeco/pytorch/"};
    private static volatile boolean booted;

    private Torch() {}

    /**
     * Unpacks and loads libtorch, once per process.
     *
     * @throws UncheckedIOException if the native libraries cannot be unpacked, naming the folder
     */
    public static void boot() {
        if (!booted) {
            load();
        }
    }

    private static synchronized void load() {
        if (booted) {
            return;
        }
        String platform = Loader.getPlatform();
        try {
            for (String resource : RESOURCES) {
                Loader.cacheResources(resource + platform + "/");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "cannot unpack the native libraries for " + platform
                            + "; set -Dorg.bytedeco.javacpp.cachedir to a writable folder with 500 MB free",
                    failure);
        }
        torch.set_num_threads(torch.get_num_threads());
        booted = true;
    }

    /**
     * Returns memory that freed tensors leave behind to the system, where its allocator can: that of glibc keeps
     * what was needed once, in pieces that no later tensor fits. After attacks on batches of 250 images and
     * fewer, 1.5 GiB stayed resident of which 0.3 were in use (WRN-16-2, float32). For moments between long
     * pieces of work: memory that is needed again costs a few tenths of a second per GiB.
     */
    public static void returnFreeMemory() {
        if (booted) {
            Pointer.trimMemory();
        }
    }

    /** Returns the number of threads an operation may use. */
    public static int threads() {
        boot();
        return torch.get_num_threads();
    }

    /**
     * Sets the number of threads an operation may use. Results are reproducible bit for bit only at
     * the same number of threads.
     *
     * @param threads at least 1
     */
    public static void setThreads(int threads) {
        Guards.requireAtLeast("threads", 1, threads);
        boot();
        torch.set_num_threads(threads);
    }
}
