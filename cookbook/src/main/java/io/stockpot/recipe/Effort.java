package io.stockpot.recipe;

import io.stockpot.attack.Attack;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Stage;
import io.stockpot.data.ImageShape;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Predictor;
import io.stockpot.model.Architecture;
import io.stockpot.model.layer.Parameter;
import io.stockpot.run.Work;
import io.stockpot.tensor.Precision;
import io.stockpot.threat.Norm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** The passes of images through one network, as a step counts them up. */
final class Effort {
    /**
     * The share of images that an attack has to deal with to its end: the others are wrong before it, or broken soon.
     * It is not known before; half is never far off by more than a factor of two, unless almost all are broken.
     */
    private static final double STANDING = 0.5;

    private final Optional<Architecture> architecture;
    private final Optional<ImageShape> shape;
    private final Map<Work.Pass, Double> passes = new LinkedHashMap<>();

    /** Counts passes of images of this shape; if network or shape are not known, nothing will be known. */
    Effort(Optional<Architecture> architecture, Optional<ImageShape> shape) {
        this.architecture = architecture;
        this.shape = shape;
    }

    /** Adds passes forward. */
    Effort looking(double images, Precision precision) {
        return add(images, precision, false);
    }

    /** Adds passes forward and back. */
    Effort climbing(double images, Precision precision) {
        return add(images, precision, true);
    }

    private Effort add(double images, Precision precision, boolean gradient) {
        if (images > 0 && architecture.isPresent() && shape.isPresent()) {
            passes.merge(new NetworkPass(architecture.get(), shape.get(), precision, gradient), images, Double::sum);
        }
        return this;
    }

    /** Adds a look at images that is repeated where it is not clear. */
    Effort answering(double times, int images, Predictor predictor) {
        looking(times * images, predictor.precision());
        return looking(times * predictor.classifiedTwice(images), Precision.FLOAT32);
    }

    /**
     * Adds the attacks of a judge, on images of which some fall.
     *
     * @param ascent the arithmetic in which those climb that can
     */
    Effort attacking(double images, Judge judge, Precision ascent) {
        Norm norm = judge.threat().norm();
        for (Stage stage : judge.stages()) {
            attacking(images, stage.attack(), norm, stage.attack().climbsInAscent() ? ascent : Precision.FLOAT32);
        }
        return this;
    }

    private void attacking(double images, Attack attack, Norm norm, Precision precision) {
        double asked = STANDING * images * attack.passes(norm);
        if (attack.search().usesGradients()) {
            climbing(asked / Attack.GRADIENT, precision);
        } else {
            looking(asked, precision);
        }
    }

    /** Returns how often an image is looked at under some conditions, at most; the look without attack included. */
    static long most(List<Condition> conditions) {
        return 1
                + conditions.stream()
                        .map(Condition::judge)
                        .flatMapToLong(judge -> judge.stages().stream()
                                .mapToLong(stage ->
                                        stage.attack().passes(judge.threat().norm())))
                        .sum();
    }

    /** Returns the work, of which nothing is kept that counts. */
    Work of(String size) {
        return keeping(size, 0);
    }

    /** Returns the work, of which some bytes are kept. */
    Work keeping(String size, long bytes) {
        return architecture.isPresent() && shape.isPresent()
                ? new Work(
                        size,
                        Optional.of(passes.entrySet().stream()
                                .map(pass -> new Work.Passes(pass.getKey(), pass.getValue()))
                                .toList()),
                        bytes)
                : Work.unknown(size);
    }

    /** Returns the bytes of a network's weights in a file, about. */
    static long bytes(Architecture architecture) {
        return Float.BYTES
                * architecture.network().parameters().stream()
                        .map(Parameter::extents)
                        .mapToLong(extents -> LongStream.of(extents).reduce(1, Math::multiplyExact))
                        .sum();
    }
}
