package io.stockpot.evaluate;

import io.stockpot.attack.Attack;
import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Shows how far an evaluation has come, one attack after the other. Attacks differ too much in speed for one to tell how
 * long the next takes, so each is a task of its own. Within a block, the questions to the classifier are counted.
 */
final class EvaluationMeter {
    private int attacks;
    private int begun;
    private Optional<Block> block = Optional.empty();

    /** Sets how many attacks there will be at most. */
    void expect(int number) {
        attacks = number;
    }

    /** Returns the same classifier, whose questions are counted. */
    Logits watching(Logits classifier) {
        return new Logits() {
            @Override
            public Tensor of(Tensor images) {
                block.ifPresent(one -> one.count(images.size(0), images.requires_grad()));
                return classifier.of(images);
            }

            @Override
            public Optional<Logits> ascent() {
                return classifier.ascent().map(EvaluationMeter.this::watching);
            }
        };
    }

    /**
     * Begins an attack on some images.
     *
     * @param label of the attack
     * @param passes of an image through the classifier
     * @param images how many are attacked; nothing is shown of none
     */
    Stage begin(String label, long passes, int images, Progress progress) {
        begun++;
        String what = "attack " + begun + " of " + attacks + ", " + label;
        return new Stage(
                passes, images, (images > 0 ? progress : Progress.NONE).start(what, passes * images, "passes"));
    }

    /** One attack, block by block. */
    final class Stage implements AutoCloseable {
        private final long passes;
        private final Progress.Task task;
        private final String after;
        private final long total;
        private int pending;

        private Stage(long passes, int images, Progress.Task task) {
            this.passes = passes;
            this.task = task;
            this.total = passes * images;
            this.pending = images;
            this.after = begun < attacks ? (attacks - begun) + " more after it" : "the last one";
            task.note(after);
        }

        /** Begins to count the questions about a block of so many images. */
        void beginBlock(int images) {
            block = Optional.of(new Block(this, images));
        }

        /**
         * Shows that a block is done.
         *
         * @param left images that are still to be attacked
         * @param standing the share of all images that will stand
         */
        void endBlock(int left, double standing) {
            block = Optional.empty();
            pending = left;
            task.note(String.format(Locale.ROOT, "%.1f %% stand, %s", 100 * standing, after));
            task.advanceTo(total - passes * left);
        }

        @Override
        public void close() {
            block = Optional.empty();
            task.close();
        }
    }

    /** A block that is being attacked. Images leave it when they are broken, so what is left to do shrinks with it. */
    private static final class Block {
        private final Stage stage;
        private final int images;
        private long asked;
        private long shown;

        Block(Stage stage, int images) {
            this.stage = stage;
            this.images = images;
        }

        void count(long asking, boolean gradient) {
            asked += gradient ? Attack.GRADIENT : 1;
            long left = Math.max(0, stage.passes - asked) * Math.min(asking, images);
            long done = stage.total - stage.passes * (stage.pending - images) - left;
            if (done > shown) {
                shown = done;
                stage.task.advanceTo(done);
            }
        }
    }
}
