package io.stockpot.data;

import io.stockpot.base.Guards;
import java.util.List;
import java.util.random.RandomGenerator;

/** A random change of a training image that does not change its label. It works on one image. */
public sealed interface Augmentation
        permits Augmentation.None,
                Augmentation.CropFlip,
                Augmentation.Sequence,
                RandomResizedCrop,
                Flip,
                ColourJitter,
                RandAugment,
                RandomErasing {
    /**
     * Returns the changed image.
     *
     * @param draws the randomness of this image alone
     * @param image of any size if this {@link #takesOriginal}, else of the shape that is returned
     * @param shape of the changed image
     */
    Raster apply(RandomGenerator draws, Raster image, ImageShape shape);

    /** Returns whether images are changed in the size that they have before they are prepared for a classifier. */
    default boolean takesOriginal() {
        return false;
    }

    /**
     * Checks that images of a shape can be changed like this.
     *
     * @throws IllegalArgumentException saying which can
     */
    default void requireSuits(ImageShape shape) {}

    /** Leaves images as they are. */
    record None() implements Augmentation {
        @Override
        public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
            return image;
        }
    }

    /**
     * Pads with black, crops a window of the old size at a uniformly random place, then mirrors left and
     * right with probability one half: the usual augmentation of CIFAR-10, with a padding of 4.
     *
     * @param padding pixels added on each side, at least 0
     * @param flip whether to mirror
     */
    record CropFlip(int padding, boolean flip) implements Augmentation {
        /** Rejects a negative padding. */
        public CropFlip {
            Guards.requireAtLeast("padding", 0, padding);
        }

        @Override
        public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
            int down = draws.nextInt(2 * padding + 1) - padding;
            int right = draws.nextInt(2 * padding + 1) - padding;
            boolean mirrored = flip && draws.nextBoolean();
            int width = shape.width();
            byte[] to = new byte[shape.length()];
            for (int row = 0; row < shape.channels() * shape.height(); row++) {
                int source = row % shape.height() + down;
                // what the window shows beside the image stays black
                if (source >= 0 && source < shape.height()) {
                    shiftRow(image.planes(), (row + down) * width, to, row * width, new Window(width, right));
                    if (mirrored) {
                        mirrorRow(to, row * width, width);
                    }
                }
            }
            return Raster.of(shape, to);
        }

        /** Of one row: how long it is, and how far the window has moved to the right. */
        private record Window(int width, int right) {}

        private static void shiftRow(byte[] from, int source, byte[] to, int target, Window window) {
            int begin = Math.max(0, -window.right());
            int end = Math.min(window.width(), window.width() - window.right());
            if (begin < end) {
                System.arraycopy(from, source + begin + window.right(), to, target + begin, end - begin);
            }
        }

        private static void mirrorRow(byte[] image, int offset, int width) {
            for (int left = offset, right = offset + width - 1; left < right; left++, right--) {
                byte saved = image[left];
                image[left] = image[right];
                image[right] = saved;
            }
        }
    }

    /**
     * Several changes, one after another.
     *
     * @param of the changes, at least one; only the first may take the picture in its own size
     */
    record Sequence(List<Augmentation> of) implements Augmentation {
        /** Copies the list and checks that only the first change takes the picture in its own size. */
        public Sequence {
            of = List.copyOf(of);
            if (of.isEmpty()) {
                throw new IllegalArgumentException("of must name at least one augmentation; write none for none");
            }
            if (of.stream().skip(1).anyMatch(Augmentation::takesOriginal)) {
                throw new IllegalArgumentException("of must take the picture in its own size first or not at all: move"
                        + " random-resized-crop to the front, and have it once");
            }
        }

        @Override
        public boolean takesOriginal() {
            return of.get(0).takesOriginal();
        }

        @Override
        public void requireSuits(ImageShape shape) {
            of.forEach(each -> each.requireSuits(shape));
        }

        @Override
        public Raster apply(RandomGenerator draws, Raster image, ImageShape shape) {
            Raster changed = image;
            for (Augmentation each : of) {
                changed = each.apply(draws, changed, shape);
            }
            return changed;
        }
    }
}
