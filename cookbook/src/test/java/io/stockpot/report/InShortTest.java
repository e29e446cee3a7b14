package io.stockpot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InShortTest {
    @Test
    void putsTheNumberToQuoteBeforeTheSentences() {
        InShort box = new InShort(
                Optional.of(new InShort.Quote("36.1 %", "of unseen images (30.0 – 42.2 %)")), List.of("a < b.", "c."));
        assertThat(box.html("01-in-short")).isEqualTo("""
                        <section class="in-short" aria-label="In short">
                        <h2>In short</h2>
                        <p class="quote"><strong>36.1\u00a0%</strong> <span>of unseen images (30.0\u00a0–\u00a042.2\u00a0%)</span></p>
                        <ul>
                        <li>a &lt; b.</li>
                        <li>c.</li>
                        </ul>
                        </section>""");
        assertThat(box.attachments("01-in-short")).isEmpty();
    }

    @Test
    void needsNoNumber() {
        assertThat(new InShort(List.of("Nothing was measured.")).html("x")).doesNotContain("quote");
    }

    @Test
    void refusesNoSentenceAndMoreThanFour() {
        assertThatThrownBy(() -> new InShort(List.of())).hasMessageContaining("sentences must be 1 to 4, not 0");
        assertThatThrownBy(() -> new InShort(Collections.nCopies(5, "a.")))
                .hasMessageContaining("sentences must be 1 to 4, not 5");
    }

    @Test
    void refusesANumberWithoutMeaning() {
        assertThatThrownBy(() -> new InShort.Quote("36.1 %", " "))
                .hasMessageContaining("needs a number and its meaning");
    }
}
