package io.stockpot.tensor.file;

import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A tensor as PyTorch files describe it: a strided view of a storage. The extents have been held
 * against the storage.
 *
 * @param offset of the first element within the storage
 * @param shape the extents
 * @param strides steps between neighbours along each axis, in elements, not negative
 */
record StoredTensor(PickleValue.Storage storage, long offset, List<Long> shape, List<Long> strides)
        implements PickleValue {
    static final int MOST_AXES = 16;

    /** Checks a description with arithmetic that cannot overflow. */
    static StoredTensor checked(Storage storage, long offset, List<Long> shape, List<Long> strides)
            throws MalformedException {
        if (shape.size() > MOST_AXES || shape.size() != strides.size()) {
            throw new MalformedException("a tensor has " + shape.size() + " extents and " + strides.size()
                    + " strides; at most " + MOST_AXES + " of each are allowed");
        }
        if (offset < 0 || anyNegative(shape) || anyNegative(strides)) {
            throw new MalformedException("a tensor has a negative extent, stride or offset: shape " + shape
                    + ", strides " + strides + ", offset " + offset);
        }
        StoredTensor tensor = new StoredTensor(storage, offset, List.copyOf(shape), List.copyOf(strides));
        try {
            tensor.requireWithinStorage();
        } catch (ArithmeticException overflow) {
            throw new MalformedException("a tensor is too large: shape " + shape + ", strides " + strides);
        }
        return tensor;
    }

    private static boolean anyNegative(List<Long> numbers) {
        return numbers.stream().anyMatch(number -> number < 0);
    }

    private void requireWithinStorage() throws MalformedException {
        // without its zeros, for the strides of an empty tensor must not overflow either
        long product = shape.stream().map(extent -> Math.max(1, extent)).reduce(1L, Math::multiplyExact);
        Math.multiplyExact(product, storage.type().bytes());
        long end = Math.addExact(offset, span());
        if (end > storage.length()) {
            throw new MalformedException("a tensor of shape " + shape + ", strides " + strides + " and offset " + offset
                    + " does not fit into its storage of " + storage.length() + " elements");
        }
    }

    /** Returns the number of elements. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    long bytes() {
        return elements() * storage.type().bytes();
    }

    /** Returns the number of elements of the storage from the first to the last that is used. */
    private long span() {
        if (shape.contains(0L)) {
            return 0;
        }
        long last = 0;
        for (int axis = 0; axis < shape.size(); axis++) {
            last = Math.addExact(last, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
        }
        return last + 1;
    }

    private boolean isContiguous() {
        long expected = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            if (shape.get(axis) != 1 && strides.get(axis) != expected) {
                return false;
            }
            expected *= shape.get(axis);
        }
        return true;
    }

    long[] extents() {
        return longs(shape);
    }

    /**
     * Reads the values into a contiguous tensor in the caller's scope.
     *
     * @param start where the storage begins in the file
     */
    Tensor read(FileChannel file, long start) throws IOException {
        ElementType type = storage.type();
        long position = position(start);
        if (isRow()) {
            return FileBytes.tensor(file, position, type, extents());
        }
        try (Scope scope = Scope.open()) {
            Tensor run = FileBytes.tensor(file, position, type, span());
            return scope.keep(run.as_strided(extents(), longs(strides)).contiguous());
        }
    }

    private long position(long start) {
        return start + (storage.begin() + offset) * storage.type().bytes();
    }

    private boolean isRow() {
        return elements() == 0 || isContiguous();
    }

    /**
     * Reads the values into memory that is there already, by way of a copy only where they do not lie in a
     * row.
     *
     * @param target contiguous, of the tensor's type and shape
     */
    void read(FileChannel file, long start, Tensor target) throws IOException {
        if (isRow() && storage.type() != ElementType.BOOL) {
            FileBytes.fill(file, position(start), target);
            return;
        }
        try (Scope scope = Scope.open()) {
            target.copy_(read(file, start));
        }
    }

    private static long[] longs(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }
}
