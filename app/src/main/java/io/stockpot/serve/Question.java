package io.stockpot.serve;

import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A question to the {@link Pot} that waits or is being answered. */
final class Question {
    private final String page;
    private final List<MixingWeights> mixtures;
    private final Optional<int[]> pictures;
    private final CompletableFuture<List<Answered>> answer = new CompletableFuture<>();

    /**
     * Asks what mixtures answer.
     *
     * @param pictures those that are asked about, if not all are
     */
    Question(String page, List<MixingWeights> mixtures, Optional<int[]> pictures) {
        this.page = page;
        this.mixtures = List.copyOf(mixtures);
        this.pictures = pictures.map(int[]::clone);
    }

    String page() {
        return page;
    }

    List<MixingWeights> mixtures() {
        return mixtures;
    }

    Optional<int[]> pictures() {
        return pictures.map(int[]::clone);
    }

    /** Tells whoever waits that a newer question stands in its place. */
    void supersede() {
        answer.completeExceptionally(new Superseded());
    }

    void answerWith(List<Answered> answers) {
        answer.complete(answers);
    }

    void fail(Throwable failure) {
        answer.completeExceptionally(failure);
    }

    /** Returns whether nobody waits for the answer. */
    boolean isOver() {
        return answer.isDone();
    }

    /** Waits for the answers, one for each mixture. */
    List<Answered> await() throws IOException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException failure) {
            Throwable cause = failure.getCause();
            if (cause instanceof Superseded) {
                throw Refusal.conflict(cause.getMessage());
            }
            if (cause instanceof IOException reading) {
                throw new IOException(reading.getMessage(), reading);
            }
            throw new IllegalStateException(cause.toString(), cause);
        }
    }
}
