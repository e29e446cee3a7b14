package io.stockpot.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of corruptions, on inputs whose results are known. */
class AlgorithmsTest {
    private static final double TINY = 1e-12;

    private static Plane plane(int height, int width, double... values) {
        return new Plane(height, width, values);
    }

    @ParameterizedTest
    @CsvSource({
        "NEAREST, 0000123333",
        "MIRROR, 2100123321",
        "MIRROR_AROUND, 3210123210",
    })
    void bordersContinueLines(Border border, String line) {
        for (int place = -3; place < 7; place++) {
            assertThat(border.within(place, 4)).isEqualTo(line.charAt(place + 3) - '0');
        }
        assertThat(border.within(-100, 1)).isZero();
    }

    @Test
    void stencilsAddNeighbours() {
        Plane line = plane(1, 4, 1, 2, 3, 4);
        Stencil difference = new Stencil(List.of(new Stencil.Tap(0, 2, 1), new Stencil.Tap(0, -1, -1)));
        assertThat(difference.apply(line, Border.NEAREST).values()).containsExactly(2, 3, 2, 1);
        assertThat(Stencil.mean(3).apply(line, Border.MIRROR_AROUND).values())
                .usingComparatorWithPrecision(TINY)
                .containsExactly(5 / 3.0, 2, 3, 10 / 3.0);
    }

    /** The blur of a single point is the Gaussian itself. */
    @Test
    void gaussianBlurSpreadsAPoint() {
        Plane point = new Plane(21, 21);
        point.set(10, 10, 1);
        Plane blurred = Gaussian.blur(point, 2);
        double centre = blurred.at(10, 10);
        assertThat(blurred.at(10, 12) / centre).isCloseTo(Math.exp(-0.5), within(TINY));
        assertThat(blurred.at(7, 12) / centre).isCloseTo(Math.exp(-(9 + 4) / 8.0), within(TINY));
        assertThat(Arrays.stream(blurred.values()).sum()).isCloseTo(1, within(TINY));
        assertThat(blurred.at(10, 19)).as("beyond four deviations").isZero();
        assertThat(Gaussian.blur(point, 0).values()).isEqualTo(point.values());
    }

    @Test
    void motionBlurUsesPixelsOnOneSideOnly() {
        Stencil line = new MotionBlur(3, 2).line(0);
        assertThat(line.taps()).hasSize(7).allMatch(tap -> tap.down() == 0);
        assertThat(line.taps().stream().map(Stencil.Tap::right)).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(line.taps().get(2).weight() / line.taps().get(0).weight()).isCloseTo(Math.exp(-0.5), within(TINY));
        assertThat(line.taps().stream().mapToDouble(Stencil.Tap::weight).sum()).isCloseTo(1, within(TINY));
        assertThat(new MotionBlur(3, 2).line(-90).taps()).allMatch(tap -> tap.right() == 0 && tap.down() <= 0);
    }

    /** A straight slope stays one: its middle stays, and it rises less. */
    @Test
    void zoomStretchesTheMiddle() {
        Plane slope = new Plane(9, 9);
        Arrays.setAll(slope.values(), place -> place % 9);
        Plane zoomed = CentreZoom.apply(slope, 1.8);
        for (int column = 0; column < 9; column++) {
            assertThat(zoomed.at(4, column)).isCloseTo(2 + column * 0.5, within(TINY));
        }
        assertThat(CentreZoom.apply(slope, 1).values()).isEqualTo(slope.values());
    }

    @Test
    void resizingTakesMeansOfBoxesInWholeLevels() {
        Plane four = plane(2, 4, 0, 4, 10, 21, 2, 6, 10, 22);
        assertThat(BoxResize.apply(four, 1, 2).values()).containsExactly(3, 16);
        assertThat(BoxResize.apply(plane(1, 2, 5, 9), 1, 4).values()).containsExactly(5, 5, 9, 9);
        assertThat(BoxResize.apply(four, 2, 4).values()).isEqualTo(four.values());
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 60, 500})
    void poissonDrawsHaveMeanAndVarianceAlike(double photons) {
        PoissonTables tables = PoissonTables.of(photons);
        RandomGenerator draws = new Seed(3).generator();
        int count = 200_000;
        for (int level : new int[] {1, 51, 255}) {
            double mean = photons * level / 255;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < count; i++) {
                int draw = tables.draw(level, draws);
                sum += draw;
                squares += (draw - mean) * (draw - mean);
            }
            double error = 4 * Math.sqrt(mean / count);
            assertThat(sum / count).isCloseTo(mean, within(error));
            double varianceOfSquares = (mean + 2 * mean * mean) / count;
            assertThat(squares / count).isCloseTo(mean, within(4 * Math.sqrt(varianceOfSquares)));
        }
        assertThat(tables.draw(0, draws)).isZero();
    }

    @Test
    void plasmaFillsTheUnitInterval() {
        Plane rough = PlasmaFractal.draw(64, 1.4, new Seed(1).generator());
        Plane smooth = PlasmaFractal.draw(64, 3, new Seed(1).generator());
        for (Plane map : new Plane[] {rough, smooth}) {
            assertThat(map.smallest()).isZero();
            assertThat(map.largest()).isEqualTo(1);
        }
        assertThat(roughness(smooth)).isLessThan(roughness(rough));
        assertThat(Math.abs(smooth.at(10, 0) - smooth.at(10, 63)))
                .as("across the seam")
                .isLessThan(0.1);
    }

    private static double roughness(Plane map) {
        return IntStream.range(0, 64 * 63)
                .mapToDouble(i -> Math.abs(map.at(i / 63, i % 63) - map.at(i / 63, i % 63 + 1)))
                .average()
                .orElseThrow();
    }

    /** Without jitter and strength nothing moves; whole-pixel strength moves everything at most so far. */
    @Test
    void elasticTransformsMoveNoFurtherThanTheirParametersAllow() {
        ImageShape shape = new ImageShape(1, 16, 16);
        byte[] pixels = new byte[shape.length()];
        for (int place = 0; place < pixels.length; place++) {
            pixels[place] = (byte) (7 * (place % 16) + place / 16);
        }
        RandomGenerator draws = new Seed(0).generator();
        assertThat(new ElasticTransform(0, 0, 0).apply(shape, pixels, draws)).isEqualTo(pixels);
        byte[] moved = new ElasticTransform(2, 0, 0).apply(shape, pixels, draws);
        for (int place = 0; place < pixels.length; place++) {
            assertThat(Math.abs(moved[place] - pixels[place])).isLessThanOrEqualTo(2 * 7 + 2 + 1);
        }
        assertThat(moved).isNotEqualTo(pixels);
    }

    /** The outline of a square, one pixel wide, as ties go to the upper left. */
    @Test
    void edgesOutlineASquare() {
        Plane square = new Plane(12, 12);
        for (int place = 0; place < 144; place++) {
            boolean inside = place / 12 >= 4 && place / 12 < 9 && place % 12 >= 4 && place % 12 < 9;
            square.values()[place] = inside ? 180 : 0;
        }
        Plane edges = Edges.of(square);
        for (int along = 5; along < 8; along++) {
            assertThat(edges.at(3, along)).isEqualTo(1);
            assertThat(edges.at(4, along)).isZero();
            assertThat(edges.at(8, along)).isEqualTo(1);
            assertThat(edges.at(along, 3)).isEqualTo(1);
            assertThat(edges.at(along, 8)).isEqualTo(1);
        }
        assertThat(edges.at(6, 6)).isZero();
        assertThat(edges.at(1, 1)).isZero();
        assertThat(Arrays.stream(Edges.of(new Plane(5, 5)).values())).allMatch(edge -> edge == 0);
    }

    /** Below the low threshold nothing is an edge, however long. */
    @Test
    void weakSlopesAreNoEdges() {
        Plane slope = new Plane(10, 10);
        Arrays.setAll(slope.values(), place -> 6 * (place % 10));
        assertThat(Arrays.stream(Edges.of(slope).values())).allMatch(edge -> edge == 0);
    }

    @Test
    void sheetsOfIceAreAlwaysTheSameAndDiffer() {
        IceSheet first = IceSheet.of(0);
        assertThat(IceSheet.of(0)).isSameAs(first);
        assertThat(first.far().values()).isNotEqualTo(IceSheet.of(1).far().values());
        assertThat(first.far().smallest()).isGreaterThanOrEqualTo(0);
        assertThat(first.far().largest()).isLessThanOrEqualTo(1);
        assertThat(255 * first.far().mean()).isBetween(155.0, 165.0);
    }
}
