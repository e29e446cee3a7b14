package io.stockpot.outcome;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.stockpot.base.Checksum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The images that a classifier got right under each condition: one bit per image and condition, with
 * the digest of the data, immutable. Accuracies, unions over threat models, intervals and paired
 * tests are functions of these bits; nothing has to be evaluated twice.
 *
 * <p>Conditions are named by labels such as "clean" or "Linf 8/255 apgd-20", see {@link Labels}, and keep their
 * order.
 */
public final class Outcomes {
    private final String dataDigest;
    private final int images;
    private final Map<String, BitSet> bits;

    /**
     * Copies the bits of all conditions.
     *
     * @param dataDigest hexadecimal digest of the images and labels, in their order
     * @param images number of images, at least 1
     * @param correct for every condition, in order, the indices of the correctly classified images
     */
    public Outcomes(String dataDigest, int images, Map<String, BitSet> correct) {
        if (!dataDigest.matches("[0-9a-f]+")) {
            throw new IllegalArgumentException("the digest of the data must be hexadecimal, not '" + dataDigest + "'");
        }
        if (images < 1) {
            throw new IllegalArgumentException("outcomes need at least 1 image, not " + images);
        }
        this.dataDigest = dataDigest;
        this.images = images;
        this.bits = new LinkedHashMap<>();
        correct.forEach((condition, set) -> bits.put(checked(condition, set), (BitSet) set.clone()));
    }

    /** Returns the hexadecimal digest of the images and labels. */
    public String dataDigest() {
        return dataDigest;
    }

    /** Returns the number of images. */
    public int images() {
        return images;
    }

    /** Returns the labels of the conditions in order. */
    public List<String> conditions() {
        return List.copyOf(bits.keySet());
    }

    /** Returns the indices of the images that are correct under a condition, as a copy. */
    public BitSet correct(String condition) {
        BitSet set = bits.get(condition);
        if (set == null) {
            throw new IllegalArgumentException(
                    "no condition '" + condition + "' among " + String.join(", ", bits.keySet()));
        }
        return (BitSet) set.clone();
    }

    /** Returns the accuracy under a condition. */
    public Accuracy accuracy(String condition) {
        return new Accuracy(correct(condition).cardinality(), images);
    }

    /** Returns for each image the share of conditions under which it is correct. */
    public double[] shares() {
        double[] shares = new double[images];
        bits.values().forEach(set -> set.stream().forEach(image -> shares[image] += 1.0 / bits.size()));
        return shares;
    }

    /** Returns these outcomes with one more condition. */
    public Outcomes with(String condition, BitSet correct) {
        if (bits.containsKey(condition)) {
            throw new IllegalArgumentException("the condition '" + condition + "' exists already");
        }
        Map<String, BitSet> more = new LinkedHashMap<>(bits);
        more.put(condition, correct);
        return new Outcomes(dataDigest, images, more);
    }

    /** Returns these outcomes with the conditions of others on the same images; no condition may be in both. */
    public Outcomes with(Outcomes others) {
        requireSameImages(others);
        Outcomes all = this;
        for (String condition : others.conditions()) {
            all = all.with(condition, others.correct(condition));
        }
        return all;
    }

    /** Returns the outcomes under some of the conditions, in the given order. */
    public Outcomes select(List<String> conditions) {
        Map<String, BitSet> selected = new LinkedHashMap<>();
        conditions.forEach(condition -> selected.put(condition, correct(condition)));
        return new Outcomes(dataDigest, images, selected);
    }

    /** Returns these outcomes with a condition under which an image is correct if it is correct under all those given. */
    public Outcomes withUnion(String name, List<String> conditions) {
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException("the union '" + name + "' needs at least one condition");
        }
        BitSet all = correct(conditions.get(0));
        conditions.forEach(condition -> all.and(correct(condition)));
        return with(name, all);
    }

    /**
     * Returns the outcomes of some images, in the given order. Their digest is derived from this one
     * and the indices, so that outcomes of different selections cannot be confused.
     */
    public Outcomes restrict(int[] indices) {
        for (int index : indices) {
            Objects.checkIndex(index, images);
        }
        Map<String, BitSet> some = new LinkedHashMap<>();
        bits.forEach((condition, set) -> {
            BitSet selected = new BitSet(indices.length);
            for (int i = 0; i < indices.length; i++) {
                selected.set(i, set.get(indices[i]));
            }
            some.put(condition, selected);
        });
        return new Outcomes(Checksum.SHA_256.of(dataDigest + Arrays.toString(indices)), indices.length, some);
    }

    /**
     * Checks that other outcomes stem from the same images.
     *
     * @throws IllegalArgumentException if they do not
     */
    public void requireSameImages(Outcomes other) {
        if (!dataDigest.equals(other.dataDigest) || images != other.images) {
            throw new IllegalArgumentException("outcomes stem from different data: " + images + " images of "
                    + dataDigest + " and " + other.images + " images of " + other.dataDigest);
        }
    }

    /** Writes the outcomes as JSON. */
    public void write(Path file) throws IOException {
        JsonFile.write(file, this);
    }

    /**
     * Reads a file written by {@link #write}.
     *
     * @throws IOException if it cannot be read or is not what was written
     */
    public static Outcomes read(Path file) throws IOException {
        return JsonFile.read(file, Outcomes.class, "outcomes");
    }

    @JsonCreator
    static Outcomes unpack(PackedOutcomes packed) {
        Map<String, BitSet> correct = new LinkedHashMap<>();
        packed.conditions().forEach((condition, set) -> correct.put(condition, set.unpack(condition, packed.images())));
        return new Outcomes(packed.data(), packed.images(), correct);
    }

    @JsonValue
    PackedOutcomes pack() {
        Map<String, PackedOutcomes.Bits> packed = new LinkedHashMap<>();
        bits.forEach((condition, set) -> packed.put(condition, PackedOutcomes.Bits.pack(set, images)));
        return new PackedOutcomes(dataDigest, images, packed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outcomes that
                && dataDigest.equals(that.dataDigest)
                && images == that.images
                && conditions().equals(that.conditions())
                && bits.equals(that.bits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(dataDigest, images, bits);
    }

    @Override
    public String toString() {
        return bits.keySet().stream()
                .map(condition -> condition + " " + accuracy(condition))
                .collect(Collectors.joining(", "));
    }

    private String checked(String condition, BitSet set) {
        if (condition.isBlank()) {
            throw new IllegalArgumentException("a condition needs a name");
        }
        if (set.length() > images) {
            throw new IllegalArgumentException("condition '" + condition + "' marks image " + (set.length() - 1)
                    + " as correct, but there are only " + images + " images");
        }
        return condition;
    }
}
