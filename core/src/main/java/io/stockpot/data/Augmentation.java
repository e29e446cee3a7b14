package io.stockpot.data;

import io.stockpot.base.Guards;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A random change of a training image that does not change its label. It works on the bytes of one image. */
public sealed interface Augmentation {
    /**
     * Writes the changed image.
     *
     * @param draws the randomness of this image alone
     * @param shape of the image, before and after
     * @param from bytes that hold the image, plane by plane, from the offset on; not changed
     * @param to where the changed image goes, from its beginning on; another array than {@code from}
     */
    void apply(RandomGenerator draws, ImageShape shape, byte[] from, int offset, byte[] to);

    /** Leaves images as they are. */
    record None() implements Augmentation {
        @Override
        public void apply(RandomGenerator draws, ImageShape shape, byte[] from, int offset, byte[] to) {
            System.arraycopy(from, offset, to, 0, shape.length());
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
        public void apply(RandomGenerator draws, ImageShape shape, byte[] from, int offset, byte[] to) {
            int down = draws.nextInt(2 * padding + 1) - padding;
            int right = draws.nextInt(2 * padding + 1) - padding;
            boolean mirrored = flip && draws.nextBoolean();
            int width = shape.width();
            for (int row = 0; row < shape.channels() * shape.height(); row++) {
                int source = row % shape.height() + down;
                int target = row * width;
                if (source < 0 || source >= shape.height()) {
                    Arrays.fill(to, target, target + width, (byte) 0);
                } else {
                    shiftRow(from, offset + (row + down) * width, to, target, width, right);
                }
                if (mirrored) {
                    mirrorRow(to, target, width);
                }
            }
        }

        private static void shiftRow(byte[] from, int source, byte[] to, int target, int width, int right) {
            int begin = Math.min(width, Math.max(0, -right));
            int end = Math.max(begin, Math.min(width, width - right));
            Arrays.fill(to, target, target + begin, (byte) 0);
            if (begin < end) {
                System.arraycopy(from, source + begin + right, to, target + begin, end - begin);
            }
            Arrays.fill(to, target + end, target + width, (byte) 0);
        }

        private static void mirrorRow(byte[] image, int offset, int width) {
            for (int left = offset, right = offset + width - 1; left < right; left++, right--) {
                byte saved = image[left];
                image[left] = image[right];
                image[right] = saved;
            }
        }
    }
}
