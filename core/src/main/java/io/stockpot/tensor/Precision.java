package io.stockpot.tensor;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The arithmetic of a forward and backward pass. Weights are float32 in either. */
public enum Precision {
    /** Single precision throughout. */
    FLOAT32,
    /** Convolutions and matrix products, but those of attention, in bfloat16 by autocast, everything else in float32. */
    BFLOAT16;

    /** What ends the use of a precision. */
    public interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /** The variable of the environment that takes the place of a look at the processor, to try what others have. */
    static final String VARIABLE = "STOCKPOT_PRECISION";

    /**
     * Returns bfloat16 where the processor multiplies it in hardware, else float32; or what {@value #VARIABLE} names.
     *
     * @throws IllegalArgumentException if that is neither
     */
    public static Precision fastest() {
        return named(System.getenv(VARIABLE)).orElseGet(() -> Fastest.VALUE);
    }

    /**
     * Returns the precision of that name.
     *
     * @param name may be null or blank, which names none
     */
    static Optional<Precision> named(String name) {
        if (name == null || name.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(values())
                .filter(precision -> precision.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(VARIABLE + " must be float32 or bfloat16, not '" + name + "'")));
    }

    /** Uses this precision on the current thread until closed. Uses do not nest. */
    @MustBeClosed
    public Use use() {
        if (this == FLOAT32) {
            return () -> {};
        }
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true);
        return () -> {
            torch.set_autocast_enabled(DeviceType.CPU, false);
            torch.clear_cache();
        };
    }

    /**
     * Uses float32 on the current thread until closed, also during the use of another precision, which goes on afterwards:
     * for what the engine is slow at in bfloat16. Operands that are in bfloat16 already must be converted by the caller.
     */
    @MustBeClosed
    public static Use float32Within() {
        if (!torch.is_autocast_enabled(DeviceType.CPU)) {
            return () -> {};
        }
        torch.set_autocast_enabled(DeviceType.CPU, false);
        return () -> torch.set_autocast_enabled(DeviceType.CPU, true);
    }

    /** Reads the processor's features once. */
    private static final class Fastest {
        private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
        private static final Precision VALUE = multipliesBfloat16() ? BFLOAT16 : FLOAT32;

        private static boolean multipliesBfloat16() {
            if (!Files.isReadable(PROCESSOR)) {
                return false;
            }
            try (Stream<String> lines = Files.lines(PROCESSOR)) {
                return lines.anyMatch(line ->
                        line.startsWith("flags") && (line.contains("avx512_bf16") || line.contains("amx_bf16")));
            } catch (IOException | UncheckedIOException unreadable) {
                return false;
            }
        }
    }
}
