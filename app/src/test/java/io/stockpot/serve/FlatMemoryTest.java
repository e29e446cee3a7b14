package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.tensor.NoLeaks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asks a page ten thousand times. */
@ExtendWith(NoLeaks.class)
class FlatMemoryTest {
    private static final int REQUESTS = 10_000;
    private static final long MOST_MORE = 24L << 20;

    /** Every tenth request mixes anew, so that the answers that are remembered come and go, too. */
    @Test
    void takesNoMoreAfterTenThousandRequests() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(24)) {
            Tab tab = new Tab(made.page().address(), "tab");
            ask(tab, 0, REQUESTS / 5);
            long before = usedHeap();
            long pointers = Pointer.totalCount();
            ask(tab, REQUESTS / 5, REQUESTS);
            assertThat(usedHeap() - before).isLessThan(MOST_MORE);
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(pointers);
        }
    }

    private static void ask(Tab tab, int from, int to) throws IOException, InterruptedException {
        for (int i = from; i < to; i++) {
            int share = i / 10 + 1;
            String weights = "{\"weights\":[\"" + share + "/2000\",\"" + (2000 - share) + "/2000\"]}";
            HttpRequest request = switch (i % 10) {
                case 0 -> tab.posting("/api/mix", weights);
                case 1, 2, 3 -> tab.posting("/api/estimate", weights);
                case 4 -> tab.request("/api/photos/" + i % 24 + ".png").build();
                case 5 -> tab.posting("/api/mix", "{}");
                default -> tab.request("/api/view").build();
            };
            assertThat(tab.send(request).statusCode()).isEqualTo(i % 10 == 5 ? 400 : 200);
        }
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
