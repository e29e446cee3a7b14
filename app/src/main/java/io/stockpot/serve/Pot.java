package io.stockpot.serve;

import io.stockpot.data.Batches;
import io.stockpot.evaluate.LogitRows;
import io.stockpot.model.Classifier;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The one soup in memory, which a single thread mixes and asks. Of each tab only the newest question counts: an older one
 * that waits is dropped, and one that is being answered ends after its batch. What was answered is remembered, the last
 * mixtures of all tabs together.
 */
public final class Pot implements AutoCloseable {
    /** A question that is no longer wanted ends after so many pictures. */
    private static final int BATCH = 50;

    /** Answers that are remembered; of 1,000 pictures they take 8 kB. */
    private static final int REMEMBERED = 500;

    private static final double NANO = 1e-9;

    private final Soup soup;
    private final Photos photos;
    private final Turn turn;
    private final Map<String, Question> waiting = new LinkedHashMap<>();
    private final Map<MixingWeights, Answered> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private final Thread cook;
    private Optional<Question> running = Optional.empty();
    private Optional<Mixture> inside = Optional.empty();

    /** What is in the pot. */
    private record Mixture(MixingWeights weights, Classifier classifier) {}

    /** Prepares a pot; the soup stays with its owner, and nobody else may mix it from now on. */
    Pot(Soup soup, Photos photos, Turn turn) {
        this.soup = soup;
        this.photos = photos;
        this.turn = turn;
        this.cook = new Thread(this::work, "stockpot pot");
        cook.setDaemon(true);
        cook.start();
    }

    /**
     * Returns what mixtures answer to all pictures, in the order of the mixtures.
     *
     * @param page the tab that asks
     * @throws Refusal if the same tab asks anew before this is answered
     * @throws IOException if a mixture cannot be made
     */
    List<Answered> ask(String page, List<MixingWeights> mixtures) throws IOException, InterruptedException {
        return ask(new Question(page, mixtures, Optional.empty()));
    }

    /**
     * Returns what a mixture answers to some pictures, which is sooner known than what it answers to all. Answers to the
     * others are not to be asked for.
     *
     * @param page the tab that asks
     * @throws Refusal if the same tab asks anew before this is answered
     * @throws IOException if the mixture cannot be made
     */
    Answered glance(String page, MixingWeights weights, int[] pictures) throws IOException, InterruptedException {
        return ask(new Question(page, List.of(weights), Optional.of(pictures))).get(0);
    }

    private List<Answered> ask(Question question) throws IOException, InterruptedException {
        String page = question.page();
        List<MixingWeights> mixtures = question.mixtures();
        synchronized (this) {
            running.filter(one -> one.page().equals(page)).ifPresent(Question::supersede);
            Optional.ofNullable(waiting.remove(page)).ifPresent(Question::supersede);
            if (mixtures.stream().allMatch(remembered::containsKey)) {
                return mixtures.stream()
                        .map(remembered::get)
                        .map(Answered::again)
                        .toList();
            }
            waiting.put(page, question);
            notifyAll();
        }
        return question.await();
    }

    /** Returns what a mixture answers, if it is remembered; waits for nothing. */
    synchronized Optional<Answers> remembered(MixingWeights weights) {
        return Optional.ofNullable(remembered.get(weights)).map(Answered::answers);
    }

    private void work() {
        try {
            while (true) {
                answer(next());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Question next() throws InterruptedException {
        running = Optional.empty();
        while (waiting.isEmpty()) {
            wait();
        }
        Iterator<Question> first = waiting.values().iterator();
        Question question = first.next();
        first.remove();
        running = Optional.of(question);
        return question;
    }

    private void answer(Question question) throws InterruptedException {
        try (Turn.Held held = turn.take()) {
            List<Answered> answers = new ArrayList<>();
            for (MixingWeights weights : question.mixtures()) {
                answers.add(answered(weights, question));
            }
            question.answerWith(answers);
        } catch (Superseded over) {
            question.supersede();
        } catch (IOException | RuntimeException | Error failure) {
            // whoever waits must hear of it, and the next question be answered
            question.fail(failure);
        }
    }

    private Answered answered(MixingWeights weights, Question question) throws IOException, Superseded {
        synchronized (this) {
            Answered before = remembered.get(weights);
            if (before != null) {
                return before.again();
            }
        }
        long begin = System.nanoTime();
        Classifier mixed = mixture(weights);
        long made = System.nanoTime();
        Answers answers = answers(mixed, question);
        Answered fresh = new Answered(weights, answers, (made - begin) * NANO, (System.nanoTime() - made) * NANO);
        if (question.pictures().isEmpty()) {
            remember(fresh);
        }
        return fresh;
    }

    private synchronized void remember(Answered fresh) {
        remembered.put(fresh.weights(), fresh);
        while (remembered.size() > REMEMBERED) {
            Iterator<MixingWeights> oldest = remembered.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private Answers answers(Classifier classifier, Question question) throws Superseded {
        Answers answers = new Answers(photos.size());
        int[] pictures =
                question.pictures().orElse(IntStream.range(0, photos.size()).toArray());
        for (int[] batch : Batches.of(pictures, BATCH)) {
            if (question.isOver()) {
                throw new Superseded();
            }
            classify(classifier, batch, answers);
        }
        return answers;
    }

    private void classify(Classifier classifier, int[] batch, Answers answers) {
        float[][] rows = LogitRows.of(classifier, photos.images(), batch);
        for (int i = 0; i < batch.length; i++) {
            answers.set(batch[i], rows[i]);
        }
    }

    /**
     * Mixes the ingredients. Only for who has the turn, and valid as long as that lasts without giving way.
     *
     * @return the classifier of the pot, which the next mixture overwrites
     * @throws IOException if batch norm needs images and they cannot be loaded
     */
    Classifier mixture(MixingWeights weights) throws IOException {
        if (inside.filter(mixture -> mixture.weights().equals(weights)).isEmpty()) {
            inside = Optional.empty();
            inside = Optional.of(new Mixture(weights, soup.mix(weights)));
        }
        return inside.get().classifier();
    }

    /** Returns what each ingredient answers as it is. To be asked before the server starts. */
    List<Answers> alone() {
        List<Answers> all = new ArrayList<>();
        for (Ingredient ingredient : soup.ingredients()) {
            Answers answers = new Answers(photos.size());
            for (int[] batch : Batches.inOrder(photos.size(), BATCH)) {
                classify(ingredient.classifier(), batch, answers);
            }
            all.add(answers);
        }
        return all;
    }

    /** Ends the thread, after the batch it is at. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            running.ifPresent(Question::supersede);
            waiting.values().forEach(Question::supersede);
            waiting.clear();
        }
        cook.interrupt();
        cook.join();
    }
}
