package io.stockpot.evaluate;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Cascade;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Square;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.tensor.Torch;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An evaluation, also in a process of its own, to be killed. */
final class EvaluationProcess {
    private EvaluationProcess() {}

    /** Two threats, two attacks each, 90 images in blocks of 20. */
    static Evaluator evaluator() {
        Cascade attack = new Cascade(List.of(new Apgd(4, 1, Optional.empty()), new Square(30)));
        List<Condition> conditions = List.of(
                new Condition.Robust(ThreatModel.parse("L2 1.1"), attack, Optional.empty()),
                new Condition.Clean(),
                new Condition.Robust(ThreatModel.parse("Linf 28/255"), attack, Optional.empty()));
        return new Evaluator(MadeImages.of(90, new Seed(1)), conditions, 20, new Seed(5));
    }

    /** Evaluates with the journal in the folder given, slowly. */
    public static void main(String[] arguments) throws IOException {
        Torch.setThreads(1);
        Logits slow = images -> {
            try {
                Thread.sleep(5);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            return MadeNetworks.quarters().of(images);
        };
        evaluator()
                .evaluate(
                        slow, Journal.in(Path.of(arguments[0])), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
    }
}
