package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepetitionTest {
    @Test
    void quotesWordsThatAShellWouldTakeApart() {
        assertThat(Repetition.command(List.of("stockpot", "run", "my recipes/it's.yaml", "--set", "seed=1")))
                .isEqualTo("To repeat: stockpot run 'my recipes/it'\\''s.yaml' --set seed=1");
    }

    @Test
    void shortensDigestsAndLeavesOutWhatIsNotKnown() {
        assertThat(Repetition.model("a", "a.pth", "0123456789abcdef", "mean 0.5, deviation 0.25"))
                .isEqualTo("Model a: a.pth, weights 0123456789ab, normalisation mean 0.5, deviation 0.25");
        assertThat(Repetition.model("a", "a.pth", "", "")).isEqualTo("Model a: a.pth");
        assertThat(Repetition.images("photos", 200, "0123456789abcdef", List.of("resized to 36", "cropped to 32")))
                .isEqualTo("Images photos: 200 images, fingerprint 0123456789ab, resized to 36, cropped to 32");
    }

    @Test
    void statesTheSpanOfFinishedSteps() {
        Instant noon = Instant.parse("2026-01-02T12:00:31.5Z");
        assertThat(Repetition.finished(List.of(noon, noon.plusSeconds(20))))
                .containsExactly("Finished on 2026-01-02 12:00 UTC");
        assertThat(Repetition.finished(List.of(noon.plusSeconds(3600), noon)))
                .containsExactly("Steps were finished from 2026-01-02 12:00 UTC to 2026-01-02 13:00 UTC");
        assertThat(Repetition.finished(List.of())).isEmpty();
    }
}
