package io.stockpot.run;

import io.stockpot.base.Checksum;
import io.stockpot.text.CanonicalJson;
import java.util.List;

/**
 * What a step computes, as a number: equal keys, equal results. It is the SHA-256 of the step's
 * canonical text, the keys of its inputs and the digests of its data.
 *
 * @param hex 64 hexadecimal digits
 */
public record RunKey(String hex) {
    private static final int SHORT = 12;

    /** What is hashed; JSON keeps the parts apart, whatever they contain. */
    private record Identity(String step, List<String> inputs, List<String> data) {}

    /** Checks that the key is 64 hexadecimal digits in lower case. */
    public RunKey {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a run key has 64 hexadecimal digits, unlike '" + hex + "'");
        }
    }

    /**
     * Returns the key of a step.
     *
     * @param canonical the step's own canonical text
     * @param inputs the keys of its inputs, in their order
     * @param data digests of data that it reads
     */
    public static RunKey of(String canonical, List<RunKey> inputs, List<String> data) {
        List<String> inputKeys = inputs.stream().map(RunKey::hex).toList();
        String identity = CanonicalJson.of(new Identity(canonical, inputKeys, data));
        return new RunKey(Checksum.SHA_256.of(identity));
    }

    /** Returns the first 12 digits, which name the run's directory. */
    public String shortened() {
        return hex.substring(0, SHORT);
    }

    /** Returns all 64 digits. */
    @Override
    public String toString() {
        return hex;
    }
}
