package io.stockpot.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Adversary;
import io.stockpot.attack.Attack;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import java.util.Optional;

/** One way of looking at a classifier's accuracy. */
public sealed interface Condition {
    /** Returns the name under which outcomes are recorded, e.g. "clean" or "Linf 8/255". */
    String label();

    /** Returns who judges the images. */
    Adversary adversary();

    /** The images as they are. */
    record Clean() implements Condition {
        @Override
        public String label() {
            return "clean";
        }

        @Override
        public Adversary adversary() {
            return Adversary.none();
        }
    }

    /**
     * The images under attack; those misclassified without it count as not robust.
     *
     * @param threat what perturbations may be
     * @param attack how they are searched for; the default is the paper's evaluation (§4, App. A.2)
     * @param name of the outcomes; absent means the text of the threat
     */
    record Robust(
            ThreatModel threat,

            @JsonProperty(defaultValue = "{apgd: {steps: 40}}")
            Attack attack,

            Optional<String> name)
            implements Condition {
        @Override
        public String label() {
            return name.orElseGet(threat::toString);
        }

        @Override
        public Adversary adversary() {
            return new Adversary(threat, List.of(attack));
        }
    }
}
