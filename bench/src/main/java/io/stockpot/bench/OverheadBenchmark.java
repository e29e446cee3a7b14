package io.stockpot.bench;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Purpose;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.Torch;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Claim: the steps of APGD reach 0.9 of the rate of bare forward passes and input gradients of the same
 * network, on the small networks of {@link GoldenNetwork}, where projections and book-keeping weigh most. All
 * images withstand the attack, so that both sides work on full batches to the end. Both sides run in turn in
 * one process. Prints a Markdown table; arguments name the networks, by parts of their names.
 */
public final class OverheadBenchmark {
    private static final int BATCH = 128;
    private static final int POOL = 640;
    private static final int STEPS = 40;
    private static final int ROUNDS = 9;
    private static final Apgd ATTACK = new Apgd(STEPS, 1, Optional.of(AttackLoss.CROSS_ENTROPY));

    private OverheadBenchmark() {}

    /** Runs the benchmark; takes some minutes. */
    public static void main(String[] networks) throws IOException {
        System.out.printf(
                "%d threads, float32, batch %d, APGD with %d steps, seed 0, %d rounds%n%n",
                Torch.threads(), BATCH, STEPS, ROUNDS);
        System.out.println("| network | threat | steps/s | bare | ratio | from | to |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (GoldenNetwork network : GoldenNetwork.values()) {
            String name = network.name().toLowerCase(Locale.ROOT);
            if (GoldenCase.isWanted(name, networks)) {
                try (Classifier classifier = network.open()) {
                    for (String threat : network.threats()) {
                        compare(name, classifier, network.images(), ThreatModel.parse(threat));
                    }
                }
            }
        }
    }

    private static void compare(String name, Classifier classifier, LabelledImages images, ThreatModel threat)
            throws IOException {
        int[] indices = robust(classifier, images, threat);
        try (Scope scope = Scope.open()) {
            Tensor batch = images.images(indices);
            Tensor labels = images.labels(indices);
            Goal goal = new Goal(classifier::logits, labels);
            Draws draws = new Draws(new Seed(0), indices).child(0);
            Tensor found = ATTACK.perturb(goal, batch, threat, Purpose.EVALUATION, draws);
            requireAllRobust(goal.correct(goal.logits(found)));
            SideBySide rates = SideBySide.of(
                    ROUNDS,
                    () -> stepsPerSecond(() -> ATTACK.perturb(goal, batch, threat, Purpose.EVALUATION, draws)),
                    () -> stepsPerSecond(() -> bare(classifier, batch, labels)));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %s | %.0f | %.0f | %.2f | %.2f | %.2f |%n",
                    name,
                    threat,
                    rates.ours(),
                    rates.bare(),
                    rates.ratio(),
                    rates.least(),
                    rates.most());
        }
    }

    /** Returns a batch of the first images that withstand the attack. */
    private static int[] robust(Classifier classifier, LabelledImages images, ThreatModel threat) {
        int[] pool = IntStream.range(0, POOL).toArray();
        try (Scope scope = Scope.open()) {
            return new Judge(threat, List.of(ATTACK))
                            .judge(
                                    classifier::logits,
                                    images.images(pool),
                                    images.labels(pool),
                                    new Draws(new Seed(0), pool))
                            .robust()
                            .stream()
                            .limit(BATCH)
                            .toArray();
        }
    }

    private static void requireAllRobust(Tensor correct) {
        if (!correct.all().item_bool()) {
            throw new IllegalStateException("images that withstood the attack before do so no longer");
        }
    }

    /** The passes that the attack makes, and nothing else: a gradient for each step, and the last forward. */
    private static void bare(Classifier classifier, Tensor images, Tensor labels) {
        for (int step = 0; step < STEPS; step++) {
            try (Scope scope = Scope.open()) {
                Tensor input = images.detach();
                input.set_requires_grad(true);
                Tensor loss = torch.cross_entropy_loss(classifier.logits(input), labels);
                torch.grad(new TensorVector(loss), new TensorVector(input));
            }
        }
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            classifier.logits(images);
        }
    }

    private static double stepsPerSecond(Runnable attack) {
        long begin = System.nanoTime();
        try (Scope scope = Scope.open()) {
            attack.run();
        }
        return STEPS / ((System.nanoTime() - begin) / 1e9);
    }
}
