package io.stockpot.model.checkpoint;

import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a tensor holds that is not a finite number. One such number spoils every logit, and every mixture it enters.
 *
 * @param name of the tensor
 * @param notNumbers elements that are NaN
 * @param infinite elements that are +∞ or −∞
 */
public record NotFinite(String name, long notNumbers, long infinite) {
    /** How many tensors a sentence names. */
    private static final int SHOWN = 3;

    /** Counts in one tensor; empty if all is finite, which one pass over the values finds. */
    public static Optional<NotFinite> in(String name, Tensor tensor) {
        if (isFinite(tensor, tensor.scalar_type().intern())) {
            return Optional.empty();
        }
        try (Scope scope = Scope.open()) {
            long notNumbers = tensor.isnan().sum().item_long();
            long infinite = tensor.isinf().sum().item_long();
            return Optional.of(new NotFinite(name, notNumbers, infinite));
        }
    }

    /** Counts in all tensors; returns those that have any. */
    public static List<NotFinite> in(StateDict tensors) {
        List<NotFinite> found = new ArrayList<>();
        for (String name : tensors.names()) {
            in(name, tensors.get(name)).ifPresent(found::add);
        }
        return found;
    }

    /** Returns whether all values are finite, and stay so when they are rounded to a type. */
    public static boolean isFinite(Tensor tensor, ScalarType rounded) {
        if (!tensor.is_floating_point() || tensor.numel() == 0) {
            return true;
        }
        try (Scope scope = Scope.open()) {
            // the least and the greatest are NaN if any is
            T_TensorTensor_T extremes = tensor.detach().aminmax();
            double least = extremes.get0().to(rounded).item_double();
            double greatest = extremes.get1().to(rounded).item_double();
            return Double.isFinite(least) && Double.isFinite(greatest);
        }
    }

    /** Returns the sentence about all of them: "conv1.weight has 1 NaN, fc.bias has 2 infinite numbers". */
    public static String sentence(List<NotFinite> found) {
        return found.stream().limit(SHOWN).map(NotFinite::toString).collect(Collectors.joining(", "))
                + (found.size() > SHOWN ? " and " + (found.size() - SHOWN) + " more tensors have such numbers" : "");
    }

    /** Returns what the tensor has. */
    @Override
    public String toString() {
        String infinities = infinite + (infinite == 1 ? " infinite number" : " infinite numbers");
        return name + " has "
                + (infinite == 0
                        ? notNumbers + " NaN"
                        : notNumbers == 0 ? infinities : notNumbers + " NaN and " + infinities);
    }
}
