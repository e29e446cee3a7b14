package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Pictures that are decoded at once share the memory. */
class DecodingMemoryTest {
    /** Enough for 100 pixels. */
    private final DecodingMemory memory = new DecodingMemory(1600);

    @Test
    void refusesPicturesLargerThanAllMemory() throws IOException {
        try (DecodingMemory.Share share = memory.share()) {
            assertThatThrownBy(() -> share.take(101, 1, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it has 101×1 pixels, and Java's memory is enough for pictures of 100 pixels; give"
                            + " more, e.g. STOCKPOT_JAVA_OPTS=-Xmx8g");
            assertThatThrownBy(() -> share.take(1 << 30, 1 << 30, 0)).hasMessageContaining("1073741824×1073741824");
            assertThatThrownBy(() -> share.take(1, 1, 1L << 40)).hasMessageContaining("its file has 1099511627776");
            share.take(10, 10, 400);
        }
        try (DecodingMemory.Share again = memory.share()) {
            again.take(10, 10, 0);
        }
    }

    @Test
    void picturesWaitForEachOther() throws IOException {
        CompletableFuture<Void> second;
        try (DecodingMemory.Share first = memory.share()) {
            first.take(60, 1, 0);
            second = CompletableFuture.runAsync(this::takeSixty);
            assertThatThrownBy(() -> second.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        }
        assertThat(second).succeedsWithin(Duration.ofMinutes(1));
    }

    private void takeSixty() {
        try (DecodingMemory.Share share = memory.share()) {
            share.take(6, 10, 0);
        } catch (IOException tooLarge) {
            throw new UncheckedIOException(tooLarge);
        }
    }
}
