package io.stockpot.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Judge;
import io.stockpot.data.ImageShape;
import io.stockpot.outcome.Labels;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Optional;

/** One way of looking at a classifier's accuracy. */
public sealed interface Condition extends Conditions {
    /** The attack on a threat for which none is chosen, as it is written. */
    String USUAL_ATTACK = "{apgd: {steps: 40}}";

    /** Returns the name under which outcomes are recorded, e.g. "clean" or "Linf 8/255". */
    String label();

    /** Returns the judge of the images. */
    Judge judge();

    /**
     * Checks that a classifier has enough classes for every attack.
     *
     * @throws IllegalArgumentException naming the condition, how many classes it takes, and what takes fewer
     */
    default void requireClasses(int classes) {
        try {
            judge().requireClasses(classes);
        } catch (IllegalArgumentException few) {
            throw new IllegalArgumentException(label() + ": " + few.getMessage(), few);
        }
    }

    /**
     * Checks that the threat does not cover every image.
     *
     * @throws IllegalArgumentException naming the condition, and what is likely meant
     */
    default void requireWithin(ImageShape shape) {
        judge().threat().requireWithin(shape.length());
    }

    /** Returns the doubt whether so large a radius is meant, if there is one. */
    default Optional<String> doubt(ImageShape shape) {
        return judge().threat().doubt(shape.length());
    }

    /** Returns the same condition with its attack spelled out, for keys: see {@link Attack#spelledOut}. */
    default Condition spelledOut() {
        return this;
    }

    /** Returns the curve that this is a point of, if any. */
    Optional<String> curve();

    /** Returns whether this is a threat that counts in the union over threats; points of curves do not. */
    boolean isInUnion();

    @Override
    default Conditions calledByText() {
        return this;
    }

    @Override
    default List<Condition> each() {
        return List.of(this);
    }

    /** The images as they are. */
    record Clean() implements Condition {
        @Override
        public String label() {
            return Labels.CLEAN;
        }

        @Override
        public Judge judge() {
            return Judge.none();
        }

        @Override
        public Optional<String> curve() {
            return Optional.empty();
        }

        @Override
        public boolean isInUnion() {
            return false;
        }
    }

    /**
     * The images under attack; those misclassified without it count as not robust.
     *
     * @param threat what perturbations may be
     * @param attack how they are searched for; the default is the paper's evaluation (§4, App. A.2)
     * @param name of the outcomes; absent means the text of the threat
     * @param curve what is broken under a smaller threat of the same curve, attacked in the same way, is
     *     broken under this one; a {@link Curve} fills it in
     */
    record Robust(
            ThreatModel threat,

            @JsonProperty(defaultValue = USUAL_ATTACK) Attack attack,

            Optional<String> name,
            Optional<String> curve)
            implements Condition {
        /** Requires an attack whose settings fit the threat. */
        public Robust {
            attack.requireSuits(threat);
        }

        /** A condition that stands alone. */
        public Robust(ThreatModel threat, Attack attack, Optional<String> name) {
            this(threat, attack, name, Optional.empty());
        }

        @Override
        public String label() {
            return name.orElseGet(threat::toString);
        }

        @Override
        public Judge judge() {
            return new Judge(threat, List.of(attack));
        }

        @Override
        public Condition spelledOut() {
            return new Robust(threat, attack.spelledOut(threat.norm()), name, curve);
        }

        @Override
        public boolean isInUnion() {
            return curve.isEmpty();
        }
    }
}
