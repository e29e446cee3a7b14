package io.stockpot.soup;

import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.WeightDigest;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The digest that an ingredient is known by, held against its weights while they are mixed: what the file
 * states, else what its weights have in the order of the mixture.
 *
 * <p>What a file states holds in its own order. A mixture of another order, that of a network named since or of an
 * earlier file, cannot check it on the way; such a file is read once more, beforehand.
 */
final class IngredientDigest {
    private final CheckpointFile file;
    private final String digest;
    private final boolean checked;
    private final WeightDigest seen = new WeightDigest();

    private IngredientDigest(CheckpointFile file, String digest, boolean checked) {
        this.file = file;
        this.digest = digest;
        this.checked = checked;
    }

    /**
     * Prepares a watch; reads the file if it states no digest, or one of another order.
     *
     * @param mixture names of the tensors, in its order; those that the file lacks do not count
     * @throws IOException if the file cannot be read, or is found to be damaged
     */
    static IngredientDigest of(CheckpointFile file, List<String> mixture) throws IOException {
        List<String> names = mixture.stream().filter(file.names()::contains).toList();
        if (file.statedDigest().isEmpty()) {
            return new IngredientDigest(file, digest(file, names), false);
        }
        String stated = file.statedDigest().get();
        // a network that a file says itself is that of the mixture, and of the digest
        boolean otherwise = !file.describesItself() && !names.equals(List.copyOf(file.names()));
        if (otherwise) {
            WeightDigest.requireUndamaged(file.path(), digest(file, file.names()), stated);
        }
        return new IngredientDigest(file, stated, otherwise);
    }

    private static String digest(CheckpointFile file, Collection<String> names) throws IOException {
        WeightDigest digest = new WeightDigest();
        for (String name : names) {
            try (Scope scope = Scope.open()) {
                digest.add(file.digestName(name), file.read(name));
            }
        }
        return digest.finish();
    }

    /** Returns the digest, in hex. */
    String digest() {
        return digest;
    }

    /** Adds the next tensor, in the order of the mixture. */
    void see(String name, Tensor tensor) {
        if (!checked) {
            seen.add(file.digestName(name), tensor);
        }
    }

    /**
     * Checks what was seen, once that is all, and starts anew.
     *
     * @throws IOException if it is not what the digest says
     */
    void requireUndamaged() throws IOException {
        if (!checked) {
            WeightDigest.requireUndamaged(file.path(), seen.finish(), digest);
        }
    }
}
