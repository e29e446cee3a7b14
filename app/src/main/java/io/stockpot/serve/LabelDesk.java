package io.stockpot.serve;

import io.stockpot.base.Seed;
import io.stockpot.data.Batches;
import io.stockpot.evaluate.LogitRows;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Probabilities;
import io.stockpot.soup.choice.WeightGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The labelling of the page's pictures, begun when somebody first asks for it. The models alone answer the pictures at
 * once; the other mixtures follow in jobs while labels are given already: the best that are known, then the convex ones in
 * fifths, as many as fit into memory.
 */
final class LabelDesk implements AutoCloseable {
    /** As in the pot. */
    private static final int BATCH = 250;

    /** No more probabilities than this are kept, which is 256 MiB. */
    private static final long MOST = 1L << 26;

    /** So many mixtures answer in one job, so that an attack does not wait for all. */
    private static final int AT_ONCE = 8;

    private static final Seed SEED = new Seed(0).child("chance sample");

    private final Served served;
    private final LabelledFiles files;
    private final Path folder;
    private final Pot pot;
    private final Turn turn;
    private final Jobs jobs;
    private final List<MixingWeights> mixtures;
    private Optional<LabelSession> session = Optional.empty();
    private boolean answering;

    LabelDesk(Served served, LabelledFiles files, Path folder, Pot pot, Turn turn, Jobs jobs) {
        this.served = served;
        this.files = files;
        this.folder = folder;
        this.pot = pot;
        this.turn = turn;
        this.jobs = jobs;
        long each = (long) served.photos().size() * served.photos().classNames().size();
        this.mixtures = mixtures(served.known(), served.ingredients(), MOST / each);
    }

    /** Returns the models alone, then the best known mixtures, then those of a grid for a first look, up to so many. */
    static List<MixingWeights> mixtures(Knowledge known, int ingredients, long most) {
        Set<MixingWeights> all = new LinkedHashSet<>();
        for (int i = 0; i < ingredients; i++) {
            all.add(MixingWeights.vertex(i, ingredients));
        }
        known.columns().forEach(column -> all.add(column.best()));
        if (ingredients > 1) {
            all.addAll(WeightGrid.quick(ingredients).points(ingredients));
        }
        return all.stream().limit(Math.max(ingredients, most)).toList();
    }

    /**
     * Returns the labelling, which begins with the first call.
     *
     * @throws IOException if the journal in the folder is of other pictures or classes, damaged, or in use
     */
    synchronized LabelSession session() throws IOException, InterruptedException {
        if (session.isEmpty()) {
            List<MixingWeights> alone = mixtures.subList(0, served.ingredients());
            List<Probabilities> answers = new ArrayList<>();
            try (Turn.Held held = turn.take()) {
                for (MixingWeights weights : alone) {
                    answers.add(answers(weights, (done, doing) -> held.giveWay("the server ends")));
                }
            }
            session = Optional.of(new LabelSession(files, alone, answers, SEED, folder));
        }
        goOn(session.get());
        return session.get();
    }

    /** Lets the next mixtures answer at the end of the line, if some are left; a full line is asked again another time. */
    private synchronized void goOn(LabelSession begun) {
        if (answering || begun.mixtures() == mixtures.size()) {
            return;
        }
        try {
            jobs.add("mixtures answer the pictures that are labelled", steps -> {
                try {
                    answerSome(begun, steps);
                } finally {
                    rest();
                }
                goOn(begun);
                return Json.object().put("mixtures", begun.mixtures());
            });
            answering = true;
        } catch (Refusal full) {
            answering = false;
        }
    }

    private synchronized void rest() {
        answering = false;
    }

    private void answerSome(LabelSession begun, Job.Steps steps) throws IOException {
        int from = begun.mixtures();
        for (int place = from; place < Math.min(mixtures.size(), from + AT_ONCE); place++) {
            double done = (double) place / mixtures.size();
            String doing = "mixture " + (place + 1) + " of " + mixtures.size() + " answers the pictures";
            begun.add(mixtures.get(place), answers(mixtures.get(place), (part, now) -> steps.at(done, doing)));
        }
    }

    private Probabilities answers(MixingWeights weights, Job.Steps steps) throws IOException {
        Photos photos = served.photos();
        float[][] rows = new float[photos.size()][];
        for (int[] batch : Batches.inOrder(photos.size(), BATCH)) {
            steps.at(0, "");
            // asked anew for each batch: the pot may hold another mixture since the last
            float[][] found = LogitRows.of(pot.mixture(weights), photos.images(), batch);
            for (int i = 0; i < batch.length; i++) {
                rows[batch[i]] = found[i];
            }
        }
        return Probabilities.ofLogits(rows);
    }

    /** Returns how many mixtures will have answered in the end. */
    int wanted() {
        return mixtures.size();
    }

    @Override
    public synchronized void close() {
        try {
            if (session.isPresent()) {
                session.get().close();
            }
        } catch (IOException afterwards) {
            throw new UncheckedIOException("the journal of labels cannot be closed; it holds them all", afterwards);
        }
    }
}
