package io.stockpot.tensor.file;

import io.stockpot.tensor.ElementType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold besides null, Boolean, Long, BigInteger, Double, String and byte arrays. None
 * of these compares or prints by content, since a pickle may be recursive.
 */
sealed interface PickleValue
        permits PickleValue.Tuple,
                PickleValue.Sequence,
                PickleValue.Dictionary,
                PickleValue.Callable,
                PickleValue.StorageClass,
                PickleValue.Inert,
                PickleValue.ElementName,
                PickleValue.Unreadable,
                PickleValue.Storage,
                StoredTensor {
    /** A tuple; it may hold null. */
    final class Tuple implements PickleValue {
        private final List<Object> items;

        /** Keeps the list without copying it. */
        Tuple(List<Object> items) {
            this.items = items;
        }

        List<Object> items() {
            return items;
        }
    }

    /** A list or set. */
    final class Sequence implements PickleValue {
        private final List<Object> items = new ArrayList<>(0);

        List<Object> items() {
            return items;
        }
    }

    /** A dictionary, ordered. */
    final class Dictionary implements PickleValue {
        private final Map<Object, Object> entries = new LinkedHashMap<>(4);

        Map<Object, Object> entries() {
            return entries;
        }

        /** Returns whether at least one of the values is a tensor. */
        boolean holdsTensors() {
            return entries.values().stream().anyMatch(StoredTensor.class::isInstance);
        }
    }

    /** A class or function of the list of those that are allowed. */
    enum Callable implements PickleValue {
        DICTIONARY,
        TENSOR,
        /** A tensor of elements that have no class of storages. */
        TENSOR_OF_RARE_TYPE,
        PARAMETER,
        /** A tensor of some subclass, or with attributes of Python. */
        SUBCLASS,
        NUMPY_ARRAY,
        TAGGED,
        NOTHING_OF_INTEREST
    }

    /** A class of storages. */
    record StorageClass(ElementType type) implements PickleValue {}

    /** A value that is ignored. */
    enum Inert implements PickleValue {
        /** Arguments of a program, a device, a number of NumPy. */
        INERT,
        /** An array of NumPy, which people take for a tensor. */
        NUMPY_ARRAY
    }

    /** A type of elements, such as "uint16". */
    record ElementName(String name) implements PickleValue {}

    /** A tensor of elements that cannot be read. */
    record Unreadable(String type) implements PickleValue {}

    /**
     * A run of elements in a storage of the file.
     *
     * @param elements how many the whole storage has
     * @param begin the first element that belongs to this run
     * @param length how many elements belong to it
     */
    record Storage(ElementType type, String key, long elements, long begin, long length) implements PickleValue {}
}
