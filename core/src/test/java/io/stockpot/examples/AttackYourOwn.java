package io.stockpot.examples;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Draws;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Judgement;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Square;
import io.stockpot.base.Seed;
import io.stockpot.tensor.Scope;
import io.stockpot.text.Defaults;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** Attacks a function of one's own: the mean of each colour, of which the largest wins. */
public final class AttackYourOwn {
    private static final int COUNT = 10;

    /** Counts the images that stay correct under attack. */
    static int robust(Logits classifier, Tensor images, Tensor labels) {
        ThreatModel threat = ThreatModel.parse("Linf 8/255");
        List<Attack> attacks = List.of(Defaults.of(Apgd.class), new Square(200));
        long[] ids = LongStream.range(0, images.size(0)).toArray();
        try (Scope scope = Scope.open()) {
            Judgement judgement =
                    new Judge(threat, attacks).judge(classifier, images, labels, new Draws(new Seed(0), ids));
            return judgement.robust().cardinality();
        }
    }

    /** Makes grey images of 3×4×4; number i has i + 1 percent more red. */
    static Tensor reddishImages() {
        float[] pixels = new float[COUNT * 48];
        for (int i = 0; i < pixels.length; i++) {
            boolean red = i % 48 < 16;
            pixels[i] = red ? 0.5f + 0.01f * (i / 48 + 1) : 0.5f;
        }
        return Tensor.create(pixels, COUNT, 3, 4, 4);
    }

    /** Takes no arguments. */
    public static void main(String... args) {
        try (Scope scope = Scope.open()) {
            // N×3×H×W in [0, 1] → N×3, by any operations of libtorch
            Logits meanColours = images -> images.mean(2, 3);
            Tensor allRed = Tensor.create(new long[COUNT], COUNT);
            // each mean may move by 8/255, so a lead of red of up to 0.062 is lost: the first six images
            System.out.println(robust(meanColours, reddishImages(), allRed) + " of " + COUNT + " images are robust");
        }
    }
}
