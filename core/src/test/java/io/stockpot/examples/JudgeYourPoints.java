package io.stockpot.examples;

import io.stockpot.attack.Judge;
import io.stockpot.attack.Judgement;
import io.stockpot.attack.Logits;
import io.stockpot.tensor.Scope;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Judges points that a search of one's own has found, here by taking red away from the image and adding the rest. */
public final class JudgeYourPoints {
    /** Takes no arguments. */
    public static void main(String... args) {
        try (Scope scope = Scope.open()) {
            Logits meanColours = images -> images.mean(2, 3);
            Tensor images = AttackYourOwn.reddishImages();
            Tensor allRed = Tensor.create(new long[10], 10);
            // far outside the ball, which is no matter: what counts is the nearest point inside
            Tensor found = images.add(Tensor.create(new float[] {-1, 1, 1}, 1, 3, 1, 1));
            Judge judge = new Judge(ThreatModel.parse("Linf 8/255"), List.of());
            Judgement judgement = judge.judge(meanColours, images, allRed, found);
            System.out.println(judgement.robust().cardinality() + " of 10 images withstand these points");
        }
    }
}
