package io.stockpot.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SeedTest {
    @Test
    void equalPathsGiveEqualDraws() {
        RandomGenerator one = new Seed(7).child("attack").child(3).generator();
        RandomGenerator two = new Seed(7).child("attack").child(3).generator();
        for (int i = 0; i < 10; i++) {
            assertThat(one.nextLong()).isEqualTo(two.nextLong());
        }
    }

    @Test
    void childrenDoNotCollide() {
        Set<Long> values = new HashSet<>();
        for (long root = 0; root < 20; root++) {
            for (String name : new String[] {"train", "attack", "data", ""}) {
                for (long index = -50; index < 50; index++) {
                    values.add(new Seed(root).child(name).child(index).value());
                }
            }
        }
        assertThat(values).hasSize(20 * 4 * 100);
    }

    @Test
    void neighbouringChildrenAreUncorrelated() {
        int same = 0;
        for (long index = 0; index < 10_000; index++) {
            boolean here = new Seed(1).child(index).generator().nextBoolean();
            boolean next = new Seed(1).child(index + 1).generator().nextBoolean();
            same += here == next ? 1 : 0;
        }
        assertThat(same).isBetween(4_800, 5_200);
    }
}
