package io.stockpot.attack;

import io.stockpot.tensor.Scope;
import io.stockpot.threat.Norm;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Where the tangents of label and another class tie nearest to a point (Croce and Hein, "Minimally
 * distorted adversarial examples with a fast adaptive boundary attack", ICML 2020, Algorithm 1; ignores the
 * box).
 */
final class NearestTangent {
    /** Keeps a hyperplane without a direction at a distance. */
    private static final double TINY = 1e-12;

    private NearestTangent() {}

    /**
     * Returns, for each point, the logit of the class whose hyperplane is nearest less that of the label, and the
     * gradient of this difference; the logits are those at the points.
     *
     * @param goal whose targets are all classes besides the label, N×k
     * @param points N×C×H×W
     */
    static Response of(Goal goal, Tensor points, Norm norm) {
        try (Scope scope = Scope.open()) {
            Response first = goal.towards(0).gradient(points, AttackLoss.MARGIN);
            Tensor distance = distance(first, norm);
            Tensor difference = first.losses().clone();
            Tensor gradient = first.gradient().clone();
            for (int column = 1; column < goal.targets().size(1); column++) {
                try (Scope one = Scope.open()) {
                    Response tangent = goal.towards(column).gradient(points, AttackLoss.MARGIN);
                    Tensor away = distance(tangent, norm);
                    Tensor nearer = away.lt(distance);
                    torch.where_out(distance, nearer, away, distance);
                    torch.where_out(difference, nearer, tangent.losses(), difference);
                    torch.where_out(gradient, nearer.view(-1, 1, 1, 1), tangent.gradient(), gradient);
                }
            }
            return new Response(scope.keep(first.logits()), scope.keep(difference), scope.keep(gradient));
        }
    }

    /** Returns how far the hyperplane is from each point, as if there were no box, N. */
    private static Tensor distance(Response tangent, Norm norm) {
        Tensor slope = norm.dual().size(tangent.gradient()).add(new Scalar(TINY));
        return tangent.losses().abs().div(slope);
    }
}
