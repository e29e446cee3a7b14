package io.stockpot.tensor.file;

import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.file.PickleValue.Callable;
import io.stockpot.tensor.file.PickleValue.Dictionary;
import io.stockpot.tensor.file.PickleValue.ElementName;
import io.stockpot.tensor.file.PickleValue.Inert;
import io.stockpot.tensor.file.PickleValue.Sequence;
import io.stockpot.tensor.file.PickleValue.Storage;
import io.stockpot.tensor.file.PickleValue.StorageClass;
import io.stockpot.tensor.file.PickleValue.Tuple;
import io.stockpot.tensor.file.PickleValue.Unreadable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The classes and functions that a PyTorch file may mention, and what they are turned into: descriptions of
 * tensors and dictionaries. A few more, which trainers like to save beside the weights, are ignored.
 * Any other is an error that names it.
 */
final class PickleCalls {
    private static final Map<String, PickleValue> ALLOWED = new HashMap<>();

    static {
        for (ElementType type : ElementType.values()) {
            ALLOWED.put("torch." + type.storage(), new StorageClass(type));
        }
        ALLOWED.put("collections.OrderedDict", Callable.DICTIONARY);
        ALLOWED.put("collections.defaultdict", Callable.DICTIONARY);
        ALLOWED.put("torch._utils._rebuild_tensor", Callable.TENSOR);
        ALLOWED.put("torch._utils._rebuild_tensor_v2", Callable.TENSOR);
        ALLOWED.put("torch._utils._rebuild_tensor_v3", Callable.TENSOR_OF_RARE_TYPE);
        ALLOWED.put("torch._utils._rebuild_parameter", Callable.PARAMETER);
        ALLOWED.put("torch._utils._rebuild_parameter_with_state", Callable.PARAMETER);
        ALLOWED.put("torch._tensor._rebuild_from_type", Callable.SUBCLASS);
        ALLOWED.put("torch._tensor._rebuild_from_type_v2", Callable.SUBCLASS);
        // its elements are counted in bytes
        ALLOWED.put("torch.storage.UntypedStorage", new StorageClass(ElementType.U8));
        // what a C++ program writes around a dictionary, with the name of its type
        ALLOWED.put("torch.jit._pickle.restore_type_tag", Callable.TAGGED);
        Stream.of(
                        "argparse.Namespace",
                        "torch.Size",
                        "torch.device",
                        "torch.Tensor",
                        "torch.nn.parameter.Parameter",
                        "torch.nn.parameter.Buffer",
                        "numpy.dtype",
                        "numpy.ndarray",
                        "numpy.core.multiarray.scalar",
                        "numpy._core.multiarray.scalar",
                        "_codecs.encode",
                        "collections.Counter",
                        "collections.deque",
                        "pathlib.Path",
                        "pathlib.PosixPath",
                        "pathlib.WindowsPath",
                        "builtins.set",
                        "builtins.list",
                        "builtins.dict",
                        "builtins.int",
                        "builtins.float",
                        "__builtin__.set",
                        "__builtin__.list",
                        "__builtin__.dict")
                .forEach(name -> ALLOWED.put(name, Callable.NOTHING_OF_INTEREST));
        Stream.of("numpy.core", "numpy._core")
                .flatMap(numpy -> Stream.of(numpy + ".multiarray._reconstruct", numpy + ".numeric._frombuffer"))
                .forEach(name -> ALLOWED.put(name, Callable.NUMPY_ARRAY));
        Stream.of(
                        "float64",
                        "float32",
                        "float16",
                        "bfloat16",
                        "float8_e4m3fn",
                        "float8_e5m2",
                        "int64",
                        "int32",
                        "int16",
                        "int8",
                        "uint64",
                        "uint32",
                        "uint16",
                        "uint8",
                        "bool")
                .forEach(name -> ALLOWED.put("torch." + name, new ElementName(name)));
    }

    private final Map<String, Storage> storages = new LinkedHashMap<>();

    /** Returns the storages that the pickles mention, each as a whole, by their keys. */
    Map<String, Storage> storages() {
        return Collections.unmodifiableMap(storages);
    }

    /** Looks up a class or function of Python. */
    PickleValue find(String module, String name) throws MalformedException {
        String full = module + "." + name;
        PickleValue found = ALLOWED.get(full);
        if (found != null) {
            return found;
        }
        if (full.startsWith("__torch__.")) {
            throw new MalformedException(
                    "it is a TorchScript program ('" + full + "'); save model.state_dict() with torch.save instead");
        }
        throw new MalformedException("it needs '" + full
                + "', which is not among the classes that can be read; save model.state_dict() alone, with torch.save");
    }

    /** Returns how many values {@link #call} copies. */
    int cost(Callable callable, Tuple arguments) {
        boolean copies = callable == Callable.DICTIONARY && !arguments.items().isEmpty();
        return copies && arguments.items().get(0) instanceof Sequence pairs
                ? pairs.items().size()
                : 0;
    }

    /** Makes what the function would return. */
    Object call(Callable callable, List<Object> arguments) throws MalformedException {
        return switch (callable) {
            case DICTIONARY -> dictionary(arguments);
            case TENSOR -> tensor(arguments);
            case TENSOR_OF_RARE_TYPE -> unreadable(arguments);
            case SUBCLASS -> ofSubclass(arguments);
            case PARAMETER -> {
                boolean tensor = !arguments.isEmpty()
                        && (arguments.get(0) instanceof StoredTensor || arguments.get(0) instanceof Unreadable);
                if (!tensor) {
                    throw new MalformedException("a parameter in it is not a tensor");
                }
                yield arguments.get(0);
            }
            case TAGGED -> arguments.isEmpty() ? Inert.INERT : arguments.get(0);
            case NUMPY_ARRAY -> Inert.NUMPY_ARRAY;
            case NOTHING_OF_INTEREST -> Inert.INERT;
        };
    }

    private static Dictionary dictionary(List<Object> arguments) throws MalformedException {
        Dictionary dictionary = new Dictionary();
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Sequence pairs)) {
            return dictionary;
        }
        for (Object pair : pairs.items()) {
            List<Object> two = itemsOf(pair);
            if (two.size() != 2) {
                throw new MalformedException("a dictionary in it is not made of pairs");
            }
            put(dictionary, two.get(0), two.get(1));
        }
        return dictionary;
    }

    /** Adds an entry; keys are what Python can hash, and must not make Java follow references. */
    static void put(Dictionary dictionary, Object key, Object value) throws MalformedException {
        boolean plain = key == null
                || key instanceof String
                || key instanceof Long
                || key instanceof BigInteger
                || key instanceof Double
                || key instanceof Boolean
                || key instanceof Tuple
                || key instanceof ElementName
                || key instanceof Inert;
        if (!plain) {
            throw new MalformedException("a dictionary in it has " + Pickle.described(key) + " as a key");
        }
        dictionary.entries().put(key, value);
    }

    private static StoredTensor tensor(List<Object> arguments) throws MalformedException {
        if (arguments.size() < 4 || !(arguments.get(0) instanceof Storage storage)) {
            throw new MalformedException("a tensor in it has no storage");
        }
        if (arguments.size() > 6
                && arguments.get(6) instanceof Dictionary flags
                && !flags.entries().isEmpty()) {
            throw new MalformedException("a tensor in it waits to be negated or conjugated; save it resolved");
        }
        return StoredTensor.checked(
                storage, number(arguments.get(1)), numbers(arguments.get(2)), numbers(arguments.get(3)));
    }

    private static Unreadable unreadable(List<Object> arguments) {
        return new Unreadable(
                arguments.size() > 6 && arguments.get(6) instanceof ElementName type ? type.name() : "not known");
    }

    /**
     * Makes what is inside a subclass or beside attributes, both of which are dropped.
     *
     * @param arguments the function that makes the tensor, the class, the function's arguments, the attributes
     */
    private Object ofSubclass(List<Object> arguments) throws MalformedException {
        boolean plain = arguments.size() > 2
                && arguments.get(0) instanceof Callable maker
                && (maker == Callable.TENSOR || maker == Callable.TENSOR_OF_RARE_TYPE || maker == Callable.PARAMETER);
        if (!plain) {
            throw new MalformedException(
                    "a tensor in it is of a subclass that is not known; save plain tensors (tensor.detach().clone())");
        }
        return call((Callable) arguments.get(0), itemsOf(arguments.get(2)));
    }

    /**
     * Describes a storage that lies outside the pickle.
     *
     * @param id "storage", its class, its key, the device it was on, its number of elements, and in legacy
     *     files None, or what part of it this one is: a key, the first element, and their number
     */
    Storage storage(Object id) throws MalformedException {
        List<Object> parts = itemsOf(id);
        if (!parts.isEmpty() && "module".equals(parts.get(0))) {
            throw new MalformedException(
                    "it holds a whole network with its Python code; save model.state_dict() instead");
        }
        if (parts.size() < 5
                || !"storage".equals(parts.get(0))
                || !(parts.get(1) instanceof StorageClass kind)
                || !(parts.get(2) instanceof String key)) {
            throw new MalformedException("it refers to a storage in a way that is not known");
        }
        long elements = number(parts.get(4));
        Storage whole = new Storage(kind.type(), key, elements, 0, elements);
        if (elements < 0 || elements > Long.MAX_VALUE / kind.type().bytes()) {
            throw new MalformedException("storage '" + key + "' claims " + elements + " elements");
        }
        Storage known = storages.putIfAbsent(key, whole);
        if (known != null && !known.equals(whole)) {
            throw new MalformedException("storage '" + key + "' has two types or sizes");
        }
        return parts.size() > 5 && parts.get(5) != null ? part(whole, itemsOf(parts.get(5))) : whole;
    }

    private static Storage part(Storage whole, List<Object> view) throws MalformedException {
        if (view.size() != 3) {
            throw new MalformedException("storage '" + whole.key() + "' has a part that is not described");
        }
        long begin = number(view.get(1));
        long length = number(view.get(2));
        if (begin < 0 || length < 0 || begin > whole.elements() || length > whole.elements() - begin) {
            throw new MalformedException("a part of storage '" + whole.key() + "' lies outside of it");
        }
        return new Storage(whole.type(), whole.key(), whole.elements(), begin, length);
    }

    private static List<Object> itemsOf(Object value) throws MalformedException {
        if (value instanceof Tuple tuple) {
            return tuple.items();
        }
        if (value instanceof Sequence sequence) {
            return sequence.items();
        }
        throw new MalformedException("its pickle has " + Pickle.described(value) + " where a tuple belongs");
    }

    private static long number(Object value) throws MalformedException {
        if (value instanceof Long number) {
            return number;
        }
        throw new MalformedException("its pickle has " + Pickle.described(value) + " where a whole number belongs");
    }

    private static List<Long> numbers(Object value) throws MalformedException {
        List<Object> items = itemsOf(value);
        if (items.size() > StoredTensor.MOST_AXES) {
            throw new MalformedException("a tensor in it has " + items.size() + " axes");
        }
        List<Long> numbers = new ArrayList<>(items.size());
        for (Object item : items) {
            numbers.add(number(item));
        }
        return numbers;
    }
}
