package io.stockpot.tensor;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The types that elements of stored tensors may have, by the names of the safetensors format. */
public enum ElementType {
    F64(ScalarType.Double, 8, "DoubleStorage", "f8"),
    F32(ScalarType.Float, 4, "FloatStorage", "f4"),
    F16(ScalarType.Half, 2, "HalfStorage", "f2"),
    BF16(ScalarType.BFloat16, 2, "BFloat16Storage", ""),
    I64(ScalarType.Long, 8, "LongStorage", "i8"),
    I32(ScalarType.Int, 4, "IntStorage", "i4"),
    I16(ScalarType.Short, 2, "ShortStorage", "i2"),
    I8(ScalarType.Char, 1, "CharStorage", "i1"),
    U8(ScalarType.Byte, 1, "ByteStorage", "u1"),
    BOOL(ScalarType.Bool, 1, "BoolStorage", "b1");

    private final ScalarType scalar;
    private final int bytes;
    private final String storage;
    private final String numpy;

    ElementType(ScalarType scalar, int bytes, String storage, String numpy) {
        this.scalar = scalar;
        this.bytes = bytes;
        this.storage = storage;
        this.numpy = numpy;
    }

    /** Returns torch's name for it. */
    public ScalarType scalar() {
        return scalar;
    }

    /** Returns the size of one element. */
    public int bytes() {
        return bytes;
    }

    /** Returns the name of PyTorch's class of storages of this type, within its module "torch". */
    public String storage() {
        return storage;
    }

    /** Returns NumPy's kind and size, such as "f4"; empty if it has none. */
    public String numpy() {
        return numpy;
    }

    /**
     * Returns the type of a tensor's elements.
     *
     * @throws IllegalArgumentException if files cannot hold it
     */
    public static ElementType of(ScalarType scalar) {
        return Arrays.stream(values())
                .filter(type -> type.scalar == scalar.intern())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("safetensors files cannot hold tensors of type " + scalar));
    }

    /** Returns the type that NumPy writes as the given kind and size. */
    public static Optional<ElementType> ofNumpy(String kind) {
        return Arrays.stream(values())
                .filter(type -> !kind.isEmpty() && type.numpy.equals(kind))
                .findFirst();
    }
}
