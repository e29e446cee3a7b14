package io.stockpot.attack;

import io.stockpot.text.YamlRecords;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * One attack of a {@link Judge}, with cascades taken apart: what can be run, counted and resumed by
 * itself.
 *
 * @param attack an attack without parts
 * @param path its place in the list of the judge, then in that of its cascade, and so on; its draws
 *     are the children of these numbers
 */
public record Stage(Attack attack, List<Integer> path) {
    /** Copies the path. */
    public Stage {
        path = List.copyOf(path);
    }

    /** Returns the stages of attacks, in the order they are run; a cascade has several. */
    static List<Stage> of(List<Attack> attacks, Norm norm) {
        List<Stage> stages = new ArrayList<>();
        append(attacks, List.of(), norm, stages);
        return List.copyOf(stages);
    }

    private static void append(List<Attack> attacks, List<Integer> path, Norm norm, List<Stage> stages) {
        for (int place = 0; place < attacks.size(); place++) {
            Attack attack = attacks.get(place);
            List<Integer> longer = new ArrayList<>(path);
            longer.add(place);
            List<Attack> parts = attack.parts(norm);
            if (parts.isEmpty()) {
                stages.add(new Stage(attack, longer));
            } else {
                append(parts, longer, norm, stages);
            }
        }
    }

    /** Returns the name of the attack, such as "targeted-apgd". */
    public String name() {
        return YamlRecords.nameOf((Record) attack);
    }

    /**
     * Attacks images that are classified correctly, and judges what the attack proposes. Every attack of
     * the judge is run here.
     *
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @param draws random numbers of the judge for these images
     * @return the ruling, whose tensors belong to the caller's scope
     */
    public Ruling run(Goal goal, Tensor images, ThreatModel threat, Draws draws) {
        Draws own = draws;
        for (int number : path) {
            own = own.child(number);
        }
        try (NoGradGuard frozen = new NoGradGuard()) {
            return Ruling.on(goal, threat, images, attack.perturb(goal, images, threat, Purpose.EVALUATION, own));
        }
    }
}
