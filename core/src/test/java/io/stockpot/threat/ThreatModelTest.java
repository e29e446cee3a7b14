package io.stockpot.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Radii that are meant for pixels in [0, 255] are refused, and doubtful ones doubted. */
class ThreatModelTest {
    /** Of an image of CIFAR-10; √3072 = 55.43. */
    private static final int VALUES = 3 * 32 * 32;

    @ParameterizedTest
    @CsvSource({
        "L2 128, L2 128/255, 55.43",
        "L2 55.5, L2 55.5/255, 55.43",
        "L1 3072, L1 3072/255, 3072",
        "L1 9000/2, L1 12, 3072",
        "Linf 1, Linf 1/255, 1",
        "Linf 255/255, Linf 8/255, 1",
    })
    void refusesRadiiThatCoverEveryImage(String threat, String meant, String diameter) {
        String norm = threat.substring(0, threat.indexOf(' '));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ThreatModel.parse(threat).requireWithin(VALUES))
                .withMessage(
                        "'" + threat + "' covers every image: no two of 3072 values in [0, 1] are farther apart than "
                                + withFourDigits(diameter) + " in " + norm + "; did you mean '" + meant + "'?");
    }

    private static String withFourDigits(String number) {
        return number.equals("1") ? "1.000" : number;
    }

    @ParameterizedTest
    @CsvSource({"L2 55.4", "L1 3071", "Linf 254/255", "Linf 0", "L2 128/255", "L1 12"})
    void takesRadiiThatDoNot(String threat) {
        assertThatCode(() -> ThreatModel.parse(threat).requireWithin(VALUES)).doesNotThrowAnyException();
    }

    @Test
    void doubtsFromAQuarterOfTheWayOn() {
        assertThat(ThreatModel.parse("Linf 63/255").doubt(VALUES)).isEmpty();
        assertThat(ThreatModel.parse("Linf 64/255").doubt(VALUES))
                .contains("'Linf 64/255' is 25 % of the way from black to white; if that is not meant, write e.g."
                        + " 'Linf 8/255'");
        assertThat(ThreatModel.parse("L2 13.8").doubt(VALUES)).isEmpty();
        assertThat(ThreatModel.parse("L2 20").doubt(VALUES))
                .contains("'L2 20' is 36 % of the way from black to white; if that is not meant, write e.g."
                        + " 'L2 20/255'");
        assertThat(ThreatModel.parse("L1 2000").doubt(VALUES))
                .contains("'L1 2000' is 65 % of the way from black to white, enough to make every image the same grey;"
                        + " if that is not meant, write e.g. 'L1 2000/255'");
    }
}
