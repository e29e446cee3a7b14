package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lets jobs wait, run, fail and be cancelled. */
class JobsTest {
    private final Turn turn = new Turn();
    private final Jobs jobs = new Jobs(turn);
    private final CountDownLatch open = new CountDownLatch(1);

    @AfterEach
    void close() throws InterruptedException {
        open.countDown();
        jobs.close();
    }

    private String state(String id) {
        return jobs.state(id).path("state").asText();
    }

    private static void await(BooleanSupplier happened) throws InterruptedException {
        for (int waited = 0; !happened.getAsBoolean(); waited++) {
            assertThat(waited).isLessThan(2000);
            Thread.sleep(5);
        }
    }

    /** A job that goes on until the gate opens. */
    private String waiting(String words) {
        return jobs.add(words, steps -> {
            for (int i = 0; open.getCount() > 0; i++) {
                steps.at(0.25, words + " is at it");
                pause();
            }
            return Json.object().put("from", words);
        });
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void runsOneAfterTheOtherAndSaysTheirPlaces() throws InterruptedException {
        String first = waiting("one");
        String second = waiting("two");
        String third = waiting("three");
        await(() ->
                state(first).equals("running") && jobs.state(first).path("done").asDouble() == 0.25);
        assertThat(jobs.state(first).path("words").asText()).isEqualTo("one is at it");
        assertThat(jobs.state(second).toString())
                .isEqualTo("{\"state\":\"waiting\",\"done\":0.0,\"words\":\"second in line: two\",\"error\":null,"
                        + "\"result\":null}");
        assertThat(jobs.state(third).path("words").asText()).isEqualTo("third in line: three");
        assertThat(jobs.busy()).hasValue("one");
        open.countDown();
        await(() -> state(third).equals("done"));
        assertThat(jobs.state(first).path("result").path("from").asText()).isEqualTo("one");
        assertThat(jobs.state(first).path("done").asDouble()).isEqualTo(1);
        await(() -> jobs.busy().isEmpty());
    }

    @Test
    void cancelsWhatRunsAndWhatWaits() throws InterruptedException {
        String first = waiting("one");
        String second = waiting("two");
        await(() -> state(first).equals("running"));
        jobs.cancel(second);
        assertThat(state(second)).isEqualTo("cancelled");
        jobs.cancel(first);
        await(() -> state(first).equals("cancelled"));
        String third = waiting("three");
        await(() -> state(third).equals("running"));
        open.countDown();
        await(() -> state(third).equals("done"));
        jobs.cancel(third);
        assertThat(state(third)).isEqualTo("done");
    }

    @Test
    void goesOnAfterFailures() throws InterruptedException {
        String refused = jobs.add("a", steps -> {
            throw Refusal.wrong("no such thing");
        });
        String failed = jobs.add("b", steps -> {
            throw new IOException("cannot be read");
        });
        String faulty = jobs.add("c", steps -> {
            throw new IllegalStateException("oh");
        });
        String last = jobs.add("d", steps -> Json.array());
        await(() -> state(last).equals("done"));
        assertThat(List.of(state(refused), state(failed), state(faulty))).containsOnly("failed");
        assertThat(jobs.state(refused).path("error").asText()).isEqualTo("no such thing");
        assertThat(jobs.state(failed).path("error").asText()).isEqualTo("cannot be read");
        assertThat(jobs.state(faulty).path("error").asText())
                .isEqualTo("a fault of the program: java.lang.IllegalStateException: oh");
    }

    /** Who wants a mixture waits for one step of a job, not for its end. */
    @Test
    void givesWayBetweenSteps() throws InterruptedException {
        List<String> order = new CopyOnWriteArrayList<>();
        String long_ = waiting("long");
        await(() -> state(long_).equals("running"));
        try (Turn.Held held = turn.take()) {
            order.add("mixture");
            assertThat(state(long_)).isEqualTo("running");
        }
        open.countDown();
        await(() -> state(long_).equals("done"));
        assertThat(order).containsExactly("mixture");
    }

    @Test
    void refusesALineThatIsTooLong() throws InterruptedException {
        String first = waiting("one");
        await(() -> state(first).equals("running"));
        for (int i = 0; i < Jobs.MOST_WAITING; i++) {
            waiting("more");
        }
        assertThatThrownBy(() -> waiting("too many"))
                .isInstanceOf(Refusal.class)
                .hasMessage("20 jobs wait already; cancel one, or wait until one is done");
    }

    @Test
    void forgetsOldJobsAndKnowsNoOthers() throws InterruptedException {
        String first = jobs.add("first", steps -> Json.object());
        await(() -> state(first).equals("done"));
        for (int i = 0; i < 60; i++) {
            String next = jobs.add("next", steps -> Json.object());
            await(() -> state(next).equals("done"));
        }
        assertThatThrownBy(() -> state(first))
                .isInstanceOf(Refusal.class)
                .hasMessage("there is no job '1', or it ended long ago; begin it again");
        assertThatThrownBy(() -> jobs.cancel("x")).isInstanceOf(Refusal.class);
    }
}
