package io.stockpot.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.pytorch.Tensor;

/** The SHA-256 over names, types, shapes and values of tensors, taken one after the other. */
public final class WeightDigest {
    /** Length of the digest in hexadecimal digits. */
    static final int DIGITS = 64;

    private final MessageDigest sha = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Takes the next tensor in. */
    public void add(String name, Tensor tensor) {
        sha.update((name + ' ' + tensor.scalar_type() + ' ' + Arrays.toString(StateDict.shapeOf(tensor)) + '\n')
                .getBytes(StandardCharsets.UTF_8));
        try (Scope scope = Scope.open()) {
            for (ByteBuffer slice : TensorBytes.slices(tensor.detach().contiguous())) {
                sha.update(slice);
            }
        }
    }

    /** Returns the digest of what was taken in, in hexadecimal, and starts anew. */
    public String finish() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
