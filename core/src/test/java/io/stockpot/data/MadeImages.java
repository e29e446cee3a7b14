package io.stockpot.data;

import io.stockpot.base.Seed;
import java.util.List;
import java.util.random.RandomGenerator;

/** Small made images whose class shows in the brightness of one quarter: easy to learn, not trivial to attack. */
public final class MadeImages {
    private MadeImages() {}

    /** Returns images of 3×8×8 in four classes, the same for the same seed. */
    public static LabelledImages of(int count, Seed seed) {
        return of(count, seed, List.of("a", "b", "c", "d"));
    }

    /** Returns such images in up to four classes of these names. */
    public static LabelledImages of(int count, Seed seed, List<String> names) {
        ImageShape shape = new ImageShape(3, 8, 8);
        byte[] pixels = new byte[count * shape.length()];
        int[] labels = new int[count];
        for (int image = 0; image < count; image++) {
            RandomGenerator random = seed.child(image).generator();
            labels[image] = random.nextInt(names.size());
            for (int place = 0; place < shape.length(); place++) {
                int row = place / 8 % 8;
                int column = place % 8;
                int quarter = 2 * (row / 4) + column / 4;
                double value = 100 + 40 * random.nextGaussian() + (quarter == labels[image] ? 60 : 0);
                pixels[image * shape.length() + place] = (byte) Math.max(0, Math.min(255, value));
            }
        }
        return new LabelledImages("made", shape, pixels, labels, names);
    }
}
