package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void findsTheOnlyOneOfThree() {
        double[][] gains = {{7, 5, 1}, {9, 8, 2}, {3, 4, 0}};
        // 5 + 9 + 0 = 14, 7 + 8 + 0 = 15, 7 + 2 + 4 = 13, 5 + 2 + 3 = 10, 1 + 8 + 3 = 12, 1 + 9 + 4 = 14
        assertThat(Assignment.best(gains)).containsExactly(0, 1, 2);
    }

    @Test
    void findsAsMuchAsAllPermutations() {
        Random draws = new Random(1);
        for (int round = 0; round < 200; round++) {
            int size = 1 + draws.nextInt(6);
            double[][] gains = new double[size][size];
            for (double[] row : gains) {
                for (int column = 0; column < size; column++) {
                    row[column] = draws.nextInt(5);
                }
            }
            int[] found = Assignment.best(gains);
            assertThat(IntStream.of(found).distinct().count()).isEqualTo(size);
            double total = IntStream.range(0, size)
                    .mapToDouble(row -> gains[row][found[row]])
                    .sum();
            assertThat(total).isCloseTo(most(gains, 0, 0), within(1e-9));
        }
    }

    private static double most(double[][] gains, int row, int used) {
        if (row == gains.length) {
            return 0;
        }
        return IntStream.range(0, gains.length)
                .filter(column -> (used >> column & 1) == 0)
                .mapToDouble(column -> gains[row][column] + most(gains, row + 1, used | 1 << column))
                .max()
                .orElseThrow();
    }
}
