package io.stockpot.data;

import java.util.Arrays;

/**
 * Resizes images to the bit as Pillow does up to version 12, and so as the loaders of torchvision do, with which the
 * published ImageNet classifiers were trained and measured. Each new pixel is a weighted mean of old ones, first along rows, then along
 * columns. When an image shrinks, the filter is stretched by the factor, so that no pixel is left out. (Pillow 13 does the same, unless the height shrinks much more
 * than the width: then it goes along columns first, which rounds some pixels otherwise.)
 *
 * <p>Weights are whole numbers, {@value #BITS} bits behind the point, and each of the two passes rounds to eight bits.
 */
public final class Resampling {
    /** Of a weight behind the point: 32 less eight of a pixel and two of what weights may add up to beside one. */
    private static final int BITS = 32 - 8 - 2;

    private static final int HALF = 1 << (BITS - 1);

    private Resampling() {}

    /** The weight of an old pixel by its distance from the centre of the new one. */
    public enum Filter {
        /** Falls from one to zero within one pixel: between pixels, linear. Pillow's {@code BILINEAR}. */
        TRIANGLE(1) {
            @Override
            double weight(double distance) {
                return distance < 1 ? 1 - distance : 0;
            }
        },
        /**
         * The cubic of two pixels to either side that passes through the old ones and has slope −1/2 at a distance of one
         * (Keys, "Cubic Convolution Interpolation for Digital Image Processing", 1981). Pillow's {@code BICUBIC}.
         */
        CATMULL_ROM(2) {
            @Override
            double weight(double distance) {
                if (distance < 1) {
                    return ((SLOPE + 2) * distance - (SLOPE + 3)) * distance * distance + 1;
                }
                return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * SLOPE : 0;
            }
        };

        private static final double SLOPE = -0.5;

        private final double reach;

        Filter(double reach) {
            this.reach = reach;
        }

        /**
         * Returns the weight of a pixel.
         *
         * @param distance at least 0, in old pixels, or in new ones if those are larger
         */
        abstract double weight(double distance);
    }

    /**
     * Returns an image of another size.
     *
     * @param height at least 1
     * @param width at least 1
     */
    public static Raster resize(Raster image, int height, int width, Filter filter) {
        ImageShape shape = image.shape();
        byte[] planes = image.planes();
        if (width != shape.width()) {
            planes = alongRows(planes, shape.width(), Weights.of(shape.width(), width, filter));
        }
        if (height != shape.height()) {
            planes = alongColumns(planes, shape.height(), width, Weights.of(shape.height(), height, filter));
        }
        return Raster.of(new ImageShape(shape.channels(), height, width), planes);
    }

    private static byte[] alongRows(byte[] planes, int width, Weights weights) {
        int rows = planes.length / width;
        int newWidth = weights.places();
        byte[] resized = new byte[rows * newWidth];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < newWidth; column++) {
                int from = row * width + weights.first[column];
                int[] scaled = weights.scaled[column];
                int sum = HALF;
                for (int place = 0; place < scaled.length; place++) {
                    sum += scaled[place] * (planes[from + place] & 0xff);
                }
                resized[row * newWidth + column] = clipped(sum);
            }
        }
        return resized;
    }

    /** Adds up whole rows, which lie one after another. */
    private static byte[] alongColumns(byte[] planes, int height, int width, Weights weights) {
        int channels = planes.length / height / width;
        int newHeight = weights.places();
        byte[] resized = new byte[channels * newHeight * width];
        int[] sums = new int[width];
        for (int newRow = 0; newRow < channels * newHeight; newRow++) {
            int[] scaled = weights.scaled[newRow % newHeight];
            int row = newRow / newHeight * height + weights.first[newRow % newHeight];
            Arrays.fill(sums, HALF);
            for (int place = 0; place < scaled.length; place++) {
                int weight = scaled[place];
                int from = (row + place) * width;
                for (int column = 0; column < width; column++) {
                    sums[column] += weight * (planes[from + column] & 0xff);
                }
            }
            for (int column = 0; column < width; column++) {
                resized[newRow * width + column] = clipped(sums[column]);
            }
        }
        return resized;
    }

    /** Rounds down, since a half was added before, and stays between black and white. */
    private static byte clipped(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> BITS));
    }

    /** For each new place along one direction, where its old pixels begin and what each counts. */
    private static final class Weights {
        private final int[] first;
        private final int[][] scaled;

        private Weights(int newLength) {
            first = new int[newLength];
            scaled = new int[newLength][];
        }

        static Weights of(int length, int newLength, Filter filter) {
            double factor = (double) length / newLength;
            double stretch = Math.max(1, factor);
            double reach = filter.reach * stretch;
            Weights weights = new Weights(newLength);
            for (int place = 0; place < newLength; place++) {
                double centre = (place + 0.5) * factor;
                int first = Math.max(0, (int) (centre - reach + 0.5));
                int end = Math.min(length, (int) (centre + reach + 0.5));
                double[] shares = new double[end - first];
                for (int pixel = 0; pixel < shares.length; pixel++) {
                    // as Pillow: times the reciprocal, which rounds otherwise than a division
                    double distance = (pixel + first - centre + 0.5) * (1 / stretch);
                    shares[pixel] = filter.weight(Math.abs(distance));
                }
                weights.first[place] = first;
                weights.scaled[place] = scaled(shares);
            }
            return weights;
        }

        /** Divides by the sum, then rounds halves away from zero. */
        private static int[] scaled(double[] weights) {
            double sum = Arrays.stream(weights).reduce(0, Double::sum);
            int[] scaled = new int[weights.length];
            for (int place = 0; place < weights.length; place++) {
                double share = sum == 0 ? weights[place] : weights[place] / sum;
                scaled[place] = (int) (share * (1 << BITS) + (share < 0 ? -0.5 : 0.5));
            }
            return scaled;
        }

        int places() {
            return first.length;
        }
    }
}
