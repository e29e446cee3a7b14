package io.stockpot.evaluate;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Attack;
import io.stockpot.threat.ThreatRange;
import java.util.List;
import java.util.Optional;

/**
 * Robust accuracy as a function of the radius. It never rises: an image that is broken in a ball is broken
 * in every larger one, by the same point, and is not attacked there again.
 *
 * @param threats what perturbations may be, from small to large
 * @param attack how they are searched for
 * @param name of the curve; absent means that its points are called like the threats
 */
public record Curve(
        ThreatRange threats,

        @JsonProperty(defaultValue = Condition.USUAL_ATTACK) Attack attack,

        Optional<String> name) implements Conditions {
    /** Requires an attack whose settings fit all threats. */
    public Curve {
        threats.threats().forEach(attack::requireSuits);
    }

    @Override
    public List<Condition> each() {
        return threats.threats().stream()
                .<Condition>map(threat -> new Condition.Robust(
                        threat,
                        attack,
                        name.map(given -> given + " " + threat.epsilon()),
                        Optional.of(name.orElse(threats.text()))))
                .toList();
    }

    @Override
    public Conditions calledByText() {
        return new Curve(threats, attack, Optional.of(threats.text()));
    }
}
