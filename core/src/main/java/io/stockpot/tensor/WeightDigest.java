package io.stockpot.tensor;

import io.stockpot.base.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.pytorch.Tensor;

/** The SHA-256 over names, types, shapes and values of tensors, added one after the other. */
public final class WeightDigest {
    /** Length of the digest in hexadecimal digits. */
    public static final int DIGITS = 64;

    /** How many of the digits messages show. */
    private static final int SHOWN = 12;

    private final MessageDigest sha = Checksum.SHA_256.start();

    /** Adds the next tensor. */
    public void add(String name, Tensor tensor) {
        sha.update((name + ' ' + tensor.scalar_type() + ' ' + Arrays.toString(StateDict.shapeOf(tensor)) + '\n')
                .getBytes(StandardCharsets.UTF_8));
        try (Scope scope = Scope.open()) {
            for (ByteBuffer slice : TensorBytes.slices(tensor.detach().contiguous())) {
                sha.update(slice);
            }
        }
    }

    /**
     * Checks the digest of a file's weights.
     *
     * @param stated what it should be; from a file, so it may be of any length
     * @throws IOException if it is another
     */
    public static void requireUndamaged(Path file, String actual, String stated) throws IOException {
        if (!actual.equals(stated)) {
            throw new IOException(file + " is damaged: its weights have the digest " + shortened(actual)
                    + "… instead of " + shortened(stated) + "…");
        }
    }

    private static String shortened(String digest) {
        return digest.substring(0, Math.min(SHOWN, digest.length()));
    }

    /** Returns the digest of all that was added, in hexadecimal, and starts anew. */
    public String finish() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
