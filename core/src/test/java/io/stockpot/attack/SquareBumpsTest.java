package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.attack.SquareProposer.ImageSize;
import io.stockpot.attack.SquareProposer.Window;
import io.stockpot.base.Seed;
import io.stockpot.threat.Norm;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Proposals on colour images beside the published formulas, written once more over the whole image in double precision:
 * Algorithm 3 of "Square attack" for L2, and what the authors' code does in L1, where the new content of a window gets c
 * times its mass before the projection. Random numbers are drawn in the same order: two windows, whether the bump lies,
 * one sign for each channel.
 */
class SquareBumpsTest {
    /** The tiles at first have another side than the windows, so that no bump meets its exact opposite. */
    private static final ImageSize SIZE = new ImageSize(3, 22, 21);

    private static final int PIXELS = SIZE.height() * SIZE.width();

    @ParameterizedTest
    @CsvSource({"L2, 0.9, 0.02", "L2, 0.9, 0.2", "L1, 6, 0.02", "L1, 6, 0.2"})
    void spendsInEachChannelWhatIsPublished(Norm norm, double epsilon, double fraction) {
        SquareBumps bumps = new SquareBumps(norm, epsilon, SIZE);
        SquareProposer.Scratch scratch = new SquareProposer.Scratch(norm, SIZE.length());
        RandomGenerator pixels = new Seed(4).generator();
        for (int i = 0; i < scratch.image.length; i++) {
            scratch.image[i] = pixels.nextFloat();
        }
        bumps.first(scratch, new Seed(5).generator());
        for (int query = 1; query <= 30; query++) {
            System.arraycopy(scratch.proposal, 0, scratch.best, 0, SIZE.length());
            bumps.next(scratch, fraction, new Seed(query).generator());
            double[] published = published(norm, epsilon, fraction, scratch, new Seed(query).generator());
            for (int i = 0; i < published.length; i++) {
                assertThat((double) scratch.proposal[i])
                        .as("query %d, place %d", query, i)
                        .isCloseTo(published[i], Offset.offset(2e-5));
            }
        }
    }

    private static double[] published(
            Norm norm, double epsilon, double fraction, SquareProposer.Scratch scratch, RandomGenerator random) {
        int side = (int) Math.max(3, Math.round(Math.sqrt(fraction * PIXELS)));
        side += 1 - side % 2;
        Window added = Window.draw(random, SIZE, side);
        Window emptied = Window.draw(random, SIZE, side);
        boolean lying = random.nextFloat() < 0.5f;
        double power = norm == Norm.L2 ? 2 : 1;
        double[] change = new double[SIZE.length()];
        for (int i = 0; i < change.length; i++) {
            change[i] = scratch.best[i] - scratch.image[i];
        }
        double unused = Math.max(0, Math.pow(epsilon, power) - mass(change, 0, change.length, power));
        for (int channel = 0; channel < 3; channel++) {
            int sign = random.nextFloat() < 0.5f ? -1 : 1;
            double budget = unused / 3 + massIn(change, channel, added, emptied, power);
            double available = norm == Norm.L2 ? Math.sqrt(budget) : 3 * budget;
            change(change, channel, added, emptied, power, bump(side, lying, power), sign, available);
        }
        return norm == Norm.L2 ? stretched(change, scratch.image, epsilon) : projected(change, scratch.image, epsilon);
    }

    private static double mass(double[] values, int from, int to, double power) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.pow(Math.abs(values[i]), power);
        }
        return sum;
    }

    private static boolean inside(Window window, int y, int x) {
        return y >= window.top()
                && y < window.top() + window.side()
                && x >= window.left()
                && x < window.left() + window.side();
    }

    private static double massIn(double[] change, int channel, Window first, Window second, double power) {
        double sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            int y = i / SIZE.width();
            int x = i % SIZE.width();
            if (inside(first, y, x) || inside(second, y, x)) {
                sum += Math.pow(Math.abs(change[channel * PIXELS + i]), power);
            }
        }
        return sum;
    }

    @SuppressWarnings("TooManyParameters")
    private static void change(
            double[] change,
            int channel,
            Window added,
            Window emptied,
            double power,
            double[][] bump,
            int sign,
            double available) {
        double[] content = new double[PIXELS];
        double old = Math.pow(massIn(change, channel, added, added, power), 1 / power);
        for (int i = 0; i < PIXELS; i++) {
            int y = i / SIZE.width() - added.top();
            int x = i % SIZE.width() - added.left();
            if (inside(added, i / SIZE.width(), i % SIZE.width())) {
                content[i] = sign * bump[y][x] + change[channel * PIXELS + i] / (1e-12 + old);
            }
        }
        double size = Math.pow(mass(content, 0, PIXELS, power), 1 / power);
        for (int i = 0; i < PIXELS; i++) {
            int place = channel * PIXELS + i;
            if (inside(added, i / SIZE.width(), i % SIZE.width())) {
                change[place] = available * content[i] / (1e-12 + size);
            } else if (inside(emptied, i / SIZE.width(), i % SIZE.width())) {
                change[place] = 0;
            }
        }
    }

    /** η: nested rectangles, the k-th of weight 1/k² in L2 and 1/k⁴ in L1, one hill of them and one hollow. */
    private static double[][] bump(int side, boolean lying, double power) {
        double[][] bump = new double[side][side];
        nest(bump, 0, side / 2, 1, power);
        nest(bump, side / 2, side, -1, power);
        double size = 0;
        for (double[] line : bump) {
            size += mass(line, 0, side, power);
        }
        double[][] result = new double[side][side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                result[y][x] = (lying ? bump[x][y] : bump[y][x]) / Math.pow(size, 1 / power);
            }
        }
        return result;
    }

    private static void nest(double[][] bump, int from, int to, int sign, double power) {
        int side = bump.length;
        int middle = from + (to - from) / 2;
        double size = 0;
        for (int k = 1; k <= side; k++) {
            for (int y = Math.max(from, middle - k + 1); y < Math.min(to, middle + k); y++) {
                for (int x = Math.max(0, side / 2 - k + 1); x < Math.min(side, side / 2 + k); x++) {
                    bump[y][x] += k <= Math.max((to - from) / 2, side / 2) + 1 ? Math.pow(k, -4 / power) : 0;
                }
            }
        }
        for (int y = from; y < to; y++) {
            size += mass(bump[y], 0, side, power);
        }
        for (int y = from; y < to; y++) {
            for (int x = 0; x < side; x++) {
                bump[y][x] *= sign / Math.pow(size, 1 / power);
            }
        }
    }

    private static double[] stretched(double[] change, float[] image, double epsilon) {
        double size = Math.sqrt(mass(change, 0, change.length, 2));
        double[] point = new double[change.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = Math.max(0, Math.min(1, image[i] + epsilon * change[i] / size));
        }
        return point;
    }

    /** The nearest point of ball ∩ box: every change is shortened by λ, cut at the box; λ by bisection. */
    private static double[] projected(double[] change, float[] image, double epsilon) {
        double least = 0;
        double most = 1e6;
        double[] point = shortened(change, image, 0);
        for (int step = 0; step < 200 && (step > 0 || distance(point, image) > epsilon); step++) {
            double middle = (least + most) / 2;
            point = shortened(change, image, middle);
            boolean outside = distance(point, image) > epsilon;
            least = outside ? middle : least;
            most = outside ? most : middle;
        }
        return point;
    }

    private static double[] shortened(double[] change, float[] image, double by) {
        double[] point = new double[change.length];
        for (int i = 0; i < point.length; i++) {
            double kept = Math.signum(change[i]) * Math.max(0, Math.abs(change[i]) - by);
            point[i] = Math.max(0, Math.min(1, image[i] + kept));
        }
        return point;
    }

    private static double distance(double[] point, float[] image) {
        double sum = 0;
        for (int i = 0; i < point.length; i++) {
            sum += Math.abs(point[i] - image[i]);
        }
        return sum;
    }
}
