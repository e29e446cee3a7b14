package io.stockpot.evaluate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Indices of images, as arrays, lists and bits. */
final class Indices {
    private Indices() {}

    static List<Integer> listed(int[] indices) {
        return Arrays.stream(indices).boxed().toList();
    }

    /** Returns the indices at these positions of an array. */
    static List<Integer> chosen(int[] indices, BitSet places) {
        return places.stream().map(place -> indices[place]).boxed().toList();
    }

    /** Returns the indices 0 … count − 1. */
    static BitSet first(int count) {
        BitSet all = new BitSet(count);
        all.set(0, count);
        return all;
    }

    static void add(List<Integer> indices, BitSet set) {
        indices.forEach(set::set);
    }

    /** Returns the indices as int64, in the caller's scope. */
    static Tensor tensor(int[] indices) {
        return Tensor.create(Arrays.stream(indices).asLongStream().toArray(), indices.length);
    }

    static BitSet without(BitSet some, BitSet others) {
        BitSet rest = (BitSet) some.clone();
        rest.andNot(others);
        return rest;
    }
}
