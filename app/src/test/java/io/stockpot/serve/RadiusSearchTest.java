package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.serve.RadiusSearch.Found;
import io.stockpot.serve.RadiusSearch.Margin;
import io.stockpot.serve.RadiusSearch.Probed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RadiusSearchTest {
    private static final Probed CLEAN = new Probed(0, 6, 0, false);

    private final List<Double> tried = new ArrayList<>();

    /** A classifier whose margin falls by 2 per unit of the radius, and an attack that uses up the radius. */
    private Probed linear(double radius) {
        tried.add(radius);
        return new Probed(radius, 6 - 2 * radius, radius, radius > 3);
    }

    @Test
    void bracketsTheRadiusByHalving() {
        Found found = RadiusSearch.find(this::linear, CLEAN, 4, radius -> true);
        assertThat(tried).containsExactly(4.0, 2.0, 3.0, 3.5, 3.25, 3.125, 3.0625);
        assertThat(found.falls()).hasValue(3.0625);
        assertThat(found.above()).isEqualTo(3);
    }

    @Test
    void doublesWhileNothingFalls() {
        Found found = RadiusSearch.find(this::linear, CLEAN, 1, radius -> true);
        assertThat(tried).startsWith(1.0, 2.0, 4.0, 3.0);
        assertThat(found.falls().orElseThrow()).isCloseTo(3, within(2.0 / 64));
    }

    @Test
    void saysWhatWithstoodWhereNothingFalls() {
        Found found = RadiusSearch.find(this::linear, CLEAN, 1, radius -> radius <= 2);
        assertThat(tried).containsExactly(1.0, 2.0);
        assertThat(found.falls()).isEmpty();
        assertThat(found.above()).isEqualTo(2);
        assertThat(found.curve()).containsExactly(new Margin(0, 6), new Margin(1, 4), new Margin(2, 2));
    }

    @Test
    void asksNothingWhereTheImageIsWrongAsItIs() {
        Found found = RadiusSearch.find(this::linear, new Probed(0, -1, 0, true), 1, radius -> true);
        assertThat(tried).isEmpty();
        assertThat(found.falls()).hasValue(0);
        assertThat(found.above()).isZero();
    }

    @Test
    void takesTheDistanceOfThePointAndNotTheRadius() {
        // one lucky attack finds a point much nearer than its radius, where the attacks of smaller radii find none
        Found found = RadiusSearch.find(
                radius -> new Probed(radius, radius > 3 ? -1 : 2, radius > 3 ? 1.5 : radius, radius > 3),
                CLEAN,
                2,
                radius -> true);
        assertThat(found.falls()).hasValue(1.5);
        assertThat(found.above()).isBetween(1.4, 1.5);
        // what was found at 1.5 lies in the ball of radius 2, too
        assertThat(found.curve()).contains(new Margin(2, -1), new Margin(4, -1));
    }
}
