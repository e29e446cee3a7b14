package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asks a pot while its turn has not come. */
@ExtendWith(NoLeaks.class)
class PotTest {
    private static final MixingWeights ONE = MixingWeights.parse("0.25, 0.75");
    private static final MixingWeights TWO = MixingWeights.parse("0.5, 0.5");

    private final Turn turn = new Turn();
    private Ingredient first;
    private Ingredient second;
    private Soup soup;
    private Pot pot;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed below
    void open() {
        first = ingredient("first", 1);
        second = ingredient("second", 2);
        soup = new Soup(List.of(first, second), new BatchNormPolicy.Interpolate());
        Photos photos =
                new Photos(MadePage.noise(30), Collections.nCopies(30, "noise"), MadePage.CLASSES, false, "noise");
        pot = new Pot(soup, photos, turn);
    }

    @AfterEach
    void close() throws InterruptedException {
        pot.close();
        soup.close();
        first.close();
        second.close();
    }

    @SuppressWarnings("MustBeClosedChecker") // the ingredient owns the classifier
    private static Ingredient ingredient(String name, long seed) {
        return new Ingredient(
                name,
                Classifier.initial(
                        new SoftmaxRegression(MadePage.SIDE, MadePage.CLASSES.size(), 3),
                        Normalisation.none(3),
                        new Seed(seed)),
                new Provenance(List.of("root", name), "{}"));
    }

    /** Asks in a thread of its own, and returns when the question is there. */
    private CompletableFuture<List<Answered>> ask(String page, MixingWeights weights) throws InterruptedException {
        CompletableFuture<List<Answered>> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return pot.ask(page, List.of(weights));
            } catch (IOException | InterruptedException failure) {
                throw new IllegalStateException(failure);
            }
        });
        Thread.sleep(100);
        return answer;
    }

    private static void assertSuperseded(CompletableFuture<List<Answered>> answer) {
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(Refusal.class)
                .hasMessage("superseded")
                .satisfies(refusal -> assertThat(((Refusal) refusal).status()).isEqualTo(409));
    }

    @Test
    void dropsWhatATabAskedBefore() throws InterruptedException {
        CompletableFuture<List<Answered>> older;
        CompletableFuture<List<Answered>> waiting;
        CompletableFuture<List<Answered>> newest;
        CompletableFuture<List<Answered>> other;
        try (Turn.Held held = turn.take()) {
            older = ask("tab", ONE);
            other = ask("other", ONE);
            waiting = ask("tab", MixingWeights.parse("0.75, 0.25"));
            newest = ask("tab", TWO);
            assertSuperseded(older);
            assertSuperseded(waiting);
            assertThat(newest).isNotDone();
            assertThat(other).isNotDone();
        }
        assertThat(newest.join().get(0).weights()).isEqualTo(TWO);
        assertThat(other.join().get(0).weights()).isEqualTo(ONE);
        assertThat(pot.remembered(MixingWeights.parse("0.75, 0.25"))).isEmpty();
    }

    @Test
    void remembersAnswersAndNeedsNoTurnForThem() throws InterruptedException {
        Answered before = ask("tab", ONE).join().get(0);
        try (Turn.Held held = turn.take()) {
            CompletableFuture<List<Answered>> waiting = ask("tab", TWO);
            Answered again = ask("other", ONE).join().get(0);
            assertThat(again.answers()).isSameAs(before.answers());
            assertThat(again.network()).isZero();
            assertThat(ask("tab", ONE).join().get(0).answers()).isSameAs(before.answers());
            assertSuperseded(waiting);
        }
    }

    @Test
    void forgetsTheOldestAnswers() throws IOException, InterruptedException {
        pot.ask("tab", List.of(ONE));
        for (int i = 1; i <= 500; i++) {
            pot.ask("tab", List.of(MixingWeights.parse(i + "/1009," + (1009 - i) + "/1009")));
        }
        assertThat(pot.remembered(ONE)).isEmpty();
        assertThat(pot.remembered(MixingWeights.parse("2/1009, 1007/1009"))).isPresent();
    }

    @Test
    void mixesAgainOnlyWhatIsNotInside() throws IOException, InterruptedException {
        try (Turn.Held held = turn.take()) {
            Classifier inside = pot.mixture(ONE);
            String digest = inside.weights().digest();
            assertThat(pot.mixture(ONE).weights().digest()).isEqualTo(digest);
            assertThat(pot.mixture(TWO).weights().digest()).isNotEqualTo(digest);
            assertThat(pot.mixture(ONE).weights().digest()).isEqualTo(digest);
        }
    }
}
