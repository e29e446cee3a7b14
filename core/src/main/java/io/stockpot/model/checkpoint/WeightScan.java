package io.stockpot.model.checkpoint;

import io.stockpot.tensor.Scope;
import io.stockpot.tensor.WeightDigest;
import java.io.IOException;
import org.bytedeco.pytorch.Tensor;

/**
 * What one pass over the values of a file finds. One NaN spoils every mixture it enters.
 *
 * @param digest SHA-256 of the weights, in hex, see {@link CheckpointFile#digestName}
 * @param elements in all tensors
 * @param notNumbers elements that are NaN
 * @param infinite elements that are +∞ or −∞
 */
public record WeightScan(String digest, long elements, long notNumbers, long infinite) {
    /**
     * Reads all values, one tensor at a time.
     *
     * @throws IOException if the file states another digest than its weights have
     */
    public static WeightScan of(CheckpointFile file) throws IOException {
        WeightDigest digest = new WeightDigest();
        long elements = 0;
        long notNumbers = 0;
        long infinite = 0;
        for (String name : file.names()) {
            try (Scope scope = Scope.open()) {
                Tensor tensor = file.read(name);
                digest.add(file.digestName(name), tensor);
                elements += tensor.numel();
                if (tensor.is_floating_point()) {
                    notNumbers += tensor.isnan().sum().item_long();
                    infinite += tensor.isinf().sum().item_long();
                }
            }
        }
        WeightScan scan = new WeightScan(digest.finish(), elements, notNumbers, infinite);
        file.requireUndamaged(scan.digest);
        return scan;
    }

    /** Returns whether all numbers are finite. */
    public boolean finite() {
        return notNumbers == 0 && infinite == 0;
    }
}
