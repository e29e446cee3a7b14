package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Attacks one after the other, each on the images that none before has broken. Training runs the first
 * one alone. Judges and evaluations take a cascade apart and run its parts themselves, see {@link Stage};
 * {@link #perturb} is for callers that have no judge.
 *
 * @param attacks in the order they are run, at least one
 */
public record Cascade(List<Attack> attacks) implements Attack {
    /** Copies the list. */
    public Cascade {
        attacks = List.copyOf(attacks);
        if (attacks.isEmpty()) {
            throw new IllegalArgumentException("attacks must name at least one, e.g. [apgd: {steps: 40}, square]");
        }
    }

    @Override
    public Search search() {
        return attacks.stream()
                .map(Attack::search)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public List<Attack> parts(Norm norm) {
        return attacks;
    }

    @Override
    public Attack spelledOut(Norm norm) {
        return new Cascade(
                attacks.stream().map(attack -> attack.spelledOut(norm)).toList());
    }

    @Override
    public String summary() {
        return attacks.stream().map(Attack::summary).collect(Collectors.joining(", then "));
    }

    @Override
    public long passes(Norm norm) {
        return attacks.stream().mapToLong(attack -> attack.passes(norm)).sum();
    }

    @Override
    public Tensor perturb(Goal goal, Tensor images, ThreatModel threat, Purpose purpose, Draws draws) {
        if (purpose == Purpose.TRAINING) {
            return attacks.get(0).perturb(goal, images, threat, purpose, draws);
        }
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            WorstCase worstCase = new WorstCase(goal, images, threat);
            worstCase.run(Stage.of(attacks, threat.norm()), draws);
            return scope.keep(worstCase.worst());
        }
    }
}
