package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.data.ImageShape;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class PassTimerTest {
    private static final ImageShape SHAPE = new ImageShape(3, 16, 16);

    private static double seconds(int factor, boolean gradient) {
        WideResNet network = new WideResNet(10, factor, Activation.RELU, 10, 3);
        return PassTimer.seconds(network, SHAPE, Precision.FLOAT32, gradient);
    }

    @Test
    void gradientsAndWiderNetworksTakeLonger() {
        double plain = seconds(1, false);
        assertThat(plain).isBetween(1e-7, 1.0);
        assertThat(seconds(1, true)).isGreaterThan(plain);
        // sixteen times as many multiplications
        assertThat(seconds(4, false)).isGreaterThan(plain);
    }
}
