package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One attack of an {@link Judge}, with cascades taken apart: what can be run, counted and resumed by
 * itself.
 *
 * @param attack which has no parts
 * @param path its place in the list of the judge, then in that of its cascade, and so on; its draws
 *     are the children of these numbers
 */
public record Stage(Attack attack, List<Integer> path) {
    /** How far beyond epsilon float32 may round, in parts of epsilon and of a pixel. */
    private static final double ROUNDING = 1e-6;

    /** Copies the path. */
    public Stage {
        path = List.copyOf(path);
    }

    /** Takes attacks apart, in the order they are run. */
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
     * Attacks images that are classified correctly, and judges what the attack proposes: it is projected
     * into ball ∩ box once more, its distance is measured, and the classifier is asked again.
     *
     * @param images N×C×H×W in [0, 1], float32; not changed
     * @param draws random numbers of the judge for these images
     * @return the ruling, whose tensors belong to the caller's scope
     */
    public Ruling run(Goal goal, Tensor images, ThreatModel threat, Draws draws) {
        try (Scope scope = Scope.open();
                NoGradGuard frozen = new NoGradGuard()) {
            Draws own = draws;
            for (int number : path) {
                own = own.child(number);
            }
            Tensor proposed = attack.perturb(goal, images, threat, Purpose.EVALUATION, own);
            Tensor points = admissible(threat, proposed, images);
            Tensor logits = goal.logits(points);
            return new Ruling(scope.keep(points), scope.keep(goal.correct(logits)), scope.keep(goal.margin(logits)));
        }
    }

    /**
     * Returns the proposed points inside ball ∩ box. Where a point is not finite, or is still too far
     * away, the image itself takes its place: it proves nothing.
     */
    static Tensor admissible(ThreatModel threat, Tensor proposed, Tensor images) {
        try (Scope scope = Scope.open()) {
            double epsilon = threat.epsilon().value();
            Tensor points = threat.norm().project(proposed, images, epsilon);
            Tensor size = threat.norm().size(points.sub(images));
            Tensor near = size.le(new Scalar(epsilon + ROUNDING * Math.max(1, epsilon)));
            return scope.keep(torch.where(near.view(-1, 1, 1, 1), points, images));
        }
    }
}
