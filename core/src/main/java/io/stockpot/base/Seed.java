package io.stockpot.base;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Randomness as an argument: a value from which named and numbered children are derived. Children of
 * different names or numbers are independent, and nothing depends on the order in which they are
 * drawn: {@code seed.child("train").child(epoch).child(image)}.
 *
 * @param value any 64 bits
 */
public record Seed(long value) {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    /** Returns the child of this name. */
    public Seed child(String name) {
        long hash = FNV_OFFSET;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        return child(hash);
    }

    /** Returns the child of this number. */
    public Seed child(long number) {
        return new Seed(mix(mix(value + GOLDEN_RATIO) ^ (number * GOLDEN_RATIO + FNV_OFFSET)));
    }

    /** Returns a fresh generator; two generators of equal seeds give equal draws. */
    public RandomGenerator generator() {
        return new SplittableRandom(value);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant 13 of D. Stafford). */
    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
