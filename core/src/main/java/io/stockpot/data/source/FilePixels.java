package io.stockpot.data.source;

import io.stockpot.data.ImageShape;
import io.stockpot.data.MemoryPixels;
import io.stockpot.data.Pixels;
import io.stockpot.data.Raster;
import io.stockpot.data.shift.FolderListing;
import io.stockpot.data.shift.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Pictures in files, decoded when they are asked for. Once prepared they are kept, if all of them fit into the memory
 * that is left for them; what is read is the same either way.
 */
final class FilePixels implements Pixels {
    private final Path root;
    /** Paths would take as much memory again, of millions of files. */
    private final List<FolderListing.Item> files;

    private final Preparation preparation;
    private final ImageShape shape;
    private final Optional<MemoryPixels> kept;
    /** Of each place, one if the picture is kept. */
    private final AtomicIntegerArray there;

    /**
     * Reads nothing yet.
     *
     * @param root where the files are
     * @param shape of every prepared picture
     * @param memory bytes that may be kept
     */
    FilePixels(Path root, List<FolderListing.Item> files, Preparation preparation, ImageShape shape, long memory) {
        this.root = root;
        this.files = List.copyOf(files);
        this.preparation = preparation;
        this.shape = shape;
        boolean fits = (long) files.size() * shape.length() <= memory;
        this.kept = fits ? Optional.of(new MemoryPixels(shape, files.size())) : Optional.empty();
        this.there = new AtomicIntegerArray(fits ? files.size() : 0);
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int count() {
        return files.size();
    }

    @Override
    public boolean decodes() {
        return true;
    }

    @Override
    public Raster prepared(int place) {
        if (kept.isPresent() && there.get(place) == 1) {
            return kept.get().prepared(place);
        }
        Raster picture = read(place);
        if (kept.isPresent()) {
            // two threads may write the same bytes
            kept.get().write(place, picture);
            there.set(place, 1);
        }
        return picture;
    }

    @Override
    public Raster original(int place) {
        try {
            return preparation.original(file(place));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Returns a picture resized, before the centre is cut out. */
    Raster resized(int place) {
        try {
            return preparation.resized(file(place));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Returns what a picture becomes that was resized before.
     *
     * @param resized as by {@link #resized}
     */
    Raster cut(int place, Raster resized) {
        try {
            return uniform(place, preparation.cut(file(place), resized));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path file(int place) {
        return files.get(place).in(root);
    }

    private Raster read(int place) {
        try {
            return uniform(place, preparation.read(file(place)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Raster uniform(int place, Raster picture) throws IOException {
        if (!picture.shape().equals(shape)) {
            throw new IOException("images differ in size: " + file(0) + " has " + shape + " and " + file(place)
                    + " has " + picture.shape() + "; tell resize and crop");
        }
        return picture;
    }
}
