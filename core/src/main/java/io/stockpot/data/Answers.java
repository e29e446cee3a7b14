package io.stockpot.data;

import io.stockpot.base.Checksum;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * The right answers to images: one number each, or a set of numbers of which any is right. Immutable. The
 * numbers are those of a {@link LabelMap}. An image may have none: then nothing is right.
 */
public final class Answers {
    private final int[][] sets;

    private Answers(int[][] sets) {
        this.sets = sets;
    }

    /** Returns one right answer for every image. */
    public static Answers of(int[] labels) {
        return new Answers(
                Arrays.stream(labels).mapToObj(label -> new int[] {label}).toArray(int[][]::new));
    }

    /** Returns a set of right answers for every image. */
    public static Answers ofSets(int[][] sets) {
        return new Answers(Arrays.stream(sets).map(int[]::clone).toArray(int[][]::new));
    }

    /** Returns the number of images. */
    public int size() {
        return sets.length;
    }

    /** Returns whether an answer is right. */
    public boolean accepts(int image, int answer) {
        return Arrays.stream(sets[image]).anyMatch(right -> right == answer);
    }

    /** Returns whether there is exactly one right answer to every image. */
    public boolean areSingle() {
        return Arrays.stream(sets).allMatch(set -> set.length == 1);
    }

    /** Returns a right answer to an image, or 0 if there is none. */
    public int first(int image) {
        return sets[image].length == 0 ? 0 : sets[image][0];
    }

    /** Returns the answers to some images, in the given order. */
    public Answers subset(int[] indices) {
        return new Answers(Arrays.stream(indices)
                .mapToObj(index -> sets[Objects.checkIndex(index, sets.length)])
                .toArray(int[][]::new));
    }

    /** Returns the answers to the images of all parts, one part after another. */
    public static Answers joined(List<Answers> parts) {
        return new Answers(
                parts.stream().flatMap(part -> Arrays.stream(part.sets)).toArray(int[][]::new));
    }

    /** Returns the SHA-256 of all answers in hexadecimal. */
    public String digest() {
        MessageDigest hash = Checksum.SHA_256.start();
        for (int[] set : sets) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Integer.BYTES * (1 + set.length)).putInt(set.length);
            Arrays.stream(set).sorted().forEach(bytes::putInt);
            hash.update(bytes.flip());
        }
        return HexFormat.of().formatHex(hash.digest());
    }
}
