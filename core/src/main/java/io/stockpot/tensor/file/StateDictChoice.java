package io.stockpot.tensor.file;

import io.stockpot.tensor.file.PickleValue.Dictionary;
import io.stockpot.tensor.file.PickleValue.Inert;
import io.stockpot.tensor.file.PickleValue.Unreadable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The state dict among what a PyTorch file holds.
 *
 * @param place the keys that lead to it, joined by dots; empty at the top
 * @param tensors by name, in order, without the prefix
 * @param prefix what was taken from all names, see {@link NamePrefix}
 * @param skipped names of entries that are no tensors
 * @param others further places of state dicts, which were not chosen
 */
record StateDictChoice(
        String place, Map<String, StoredTensor> tensors, String prefix, List<String> skipped, List<String> others) {
    /** Where a state dict is looked for, in this order; before the top itself. */
    static final List<String> PLACES = List.of(
            "state_dict", "model_state_dict", "model", "net", "ema", "state_dict_ema", "ema_state_dict", "model_ema");

    /** As in {'model': {'state_dict': …}}; also what ends the search in a recursive file. */
    private static final int DEEPEST = 3;

    private static final int SHOWN = 8;

    private static final String OTHERWISE =
            "; name the place (--state-dict, or state-dict in a recipe), or save model.state_dict() alone";

    StateDictChoice {
        tensors = Collections.unmodifiableMap(tensors);
        skipped = List.copyOf(skipped);
        others = List.copyOf(others);
    }

    /**
     * Finds the state dict in the value of a pickle; its names keep what comes before all of them.
     *
     * @param given the keys that lead to it, joined by dots; absent means where it is customary
     */
    static StateDictChoice in(Object top, Optional<String> given) throws MalformedException {
        if (!(top instanceof Dictionary whole)) {
            throw new MalformedException("it holds " + Pickle.described(top)
                    + " instead of a state dict; save model.state_dict() with torch.save");
        }
        return given.isPresent() ? at(whole, given.get()) : customary(whole);
    }

    private static StateDictChoice at(Dictionary whole, String place) throws MalformedException {
        Dictionary found = whole;
        for (String key : place.split("\\.", -1)) {
            if (!(found.entries().get(key) instanceof Dictionary inner)) {
                throw new MalformedException(
                        "there is no dictionary '" + key + "' on the way to '" + place + "', but " + keys(found));
            }
            found = inner;
        }
        if (!found.holdsTensors()) {
            requireTensors(found, 1);
            throw new MalformedException("there are no tensors under '" + place + "', but " + keys(found));
        }
        return of(place, found, List.of());
    }

    private static StateDictChoice customary(Dictionary whole) throws MalformedException {
        List<String> path = new ArrayList<>();
        Dictionary found = whole;
        List<String> others = new ArrayList<>();
        for (int depth = 0; depth < DEEPEST; depth++) {
            List<String> places = places(found);
            if (places.isEmpty()) {
                break;
            }
            others.addAll(places.subList(1, places.size()));
            path.add(places.get(0));
            found = (Dictionary) found.entries().get(places.get(0));
        }
        if (!found.holdsTensors()) {
            requireTensors(found, 1);
            throw new MalformedException(
                    "no state dict was found in it: no tensors at " + where(path) + ", where there is " + keys(found)
                            + "; it is looked for at the top and under " + PLACES + OTHERWISE);
        }
        requireMost(found, path);
        return of(String.join(".", path), found, others);
    }

    /** Says the true cause where something stands in for tensors that no place of the state dict helps to find. */
    private static void requireTensors(Dictionary dictionary, int depth) throws MalformedException {
        List<String> arrays = named(dictionary, value -> value == Inert.NUMPY_ARRAY);
        if (!arrays.isEmpty()) {
            String others = arrays.size() == 1
                    ? " is a NumPy array"
                    : " and " + (arrays.size() - 1)
                            + (arrays.size() == 2 ? " other are NumPy arrays" : " others are NumPy arrays");
            throw new MalformedException("it holds no tensors: '" + arrays.get(0) + "'" + others
                    + "; save tensors (torch.from_numpy), or an .npz (numpy.savez)");
        }
        requireReadable(dictionary);
        for (Object value : dictionary.entries().values()) {
            if (depth < DEEPEST && value instanceof Dictionary inner) {
                requireTensors(inner, depth + 1);
            }
        }
    }

    private static void requireReadable(Dictionary dictionary) throws MalformedException {
        List<String> names = named(dictionary, Unreadable.class::isInstance);
        if (!names.isEmpty()) {
            Unreadable first = (Unreadable) dictionary.entries().get(names.get(0));
            throw new MalformedException("tensor '" + names.get(0) + "' has elements of type " + first.type()
                    + ", which cannot be read; save it in another, e.g. tensor.to(torch."
                    + (first.type().startsWith("float") ? "float32" : "int64") + ")");
        }
    }

    private static List<String> named(Dictionary dictionary, Predicate<Object> kind) {
        return dictionary.entries().entrySet().stream()
                .filter(entry -> entry.getKey() instanceof String && kind.test(entry.getValue()))
                .map(entry -> (String) entry.getKey())
                .toList();
    }

    /** A state dict of a loss, saved beside the model under an unknown name, must not be mistaken for the model. */
    private static void requireMost(Dictionary found, List<String> path) throws MalformedException {
        for (Map.Entry<Object, Object> entry : found.entries().entrySet()) {
            if (entry.getValue() instanceof Dictionary inner && mostTensors(inner, 1) >= tensors(found)) {
                throw new MalformedException("there are " + tensors(found) + " tensors at " + where(path) + " and "
                        + mostTensors(inner, 1) + " under '" + entry.getKey()
                        + "', so which are the model's is not clear"
                        + OTHERWISE);
            }
        }
    }

    /** Returns the number of tensors in the largest of a dictionary and those with names within it. */
    private static long mostTensors(Dictionary dictionary, int depth) {
        long most = tensors(dictionary);
        for (Map.Entry<Object, Object> entry : dictionary.entries().entrySet()) {
            if (depth < DEEPEST && entry.getKey() instanceof String && entry.getValue() instanceof Dictionary inner) {
                most = Math.max(most, mostTensors(inner, depth + 1));
            }
        }
        return most;
    }

    private static long tensors(Dictionary dictionary) {
        return dictionary.entries().entrySet().stream()
                .filter(entry -> entry.getKey() instanceof String && entry.getValue() instanceof StoredTensor)
                .count();
    }

    private static List<String> places(Dictionary dictionary) {
        return PLACES.stream()
                .filter(place ->
                        dictionary.entries().get(place) instanceof Dictionary inner && leadsToTensors(inner, 1))
                .toList();
    }

    private static boolean leadsToTensors(Dictionary dictionary, int depth) {
        if (dictionary.holdsTensors() || depth == DEEPEST) {
            return dictionary.holdsTensors();
        }
        return PLACES.stream()
                .anyMatch(place -> dictionary.entries().get(place) instanceof Dictionary inner
                        && leadsToTensors(inner, depth + 1));
    }

    private static String where(List<String> path) {
        return path.isEmpty() ? "the top" : "'" + String.join(".", path) + "'";
    }

    private static String keys(Dictionary dictionary) {
        String keys = dictionary.entries().keySet().stream()
                .filter(String.class::isInstance)
                .limit(SHOWN)
                .map(key -> "'" + key + "'")
                .collect(Collectors.joining(", "));
        return keys.isEmpty() ? "nothing with a name" : keys;
    }

    private static StateDictChoice of(String place, Dictionary dictionary, List<String> others)
            throws MalformedException {
        requireReadable(dictionary);
        Map<String, StoredTensor> tensors = new LinkedHashMap<>();
        List<String> skipped = new ArrayList<>();
        for (Map.Entry<Object, Object> entry : dictionary.entries().entrySet()) {
            if (entry.getValue() instanceof StoredTensor tensor) {
                if (!(entry.getKey() instanceof String name)) {
                    throw new MalformedException("a tensor in its state dict is named by "
                            + Pickle.described(entry.getKey()) + " instead of a text");
                }
                requireShort(name);
                tensors.put(name, tensor);
            } else if (entry.getKey() instanceof String name) {
                skipped.add(name);
            }
        }
        return new StateDictChoice(place, tensors, "", skipped, others);
    }

    private static void requireShort(String name) throws MalformedException {
        if (name.length() > WeightFiles.LONGEST_NAME) {
            throw new MalformedException("the name of a tensor in its state dict has " + name.length()
                    + " characters; the limit is " + WeightFiles.LONGEST_NAME);
        }
    }

    /** Removes what parallel training or compilation put before all names. */
    StateDictChoice withoutPrefix() {
        String found = NamePrefix.of(tensors.keySet());
        Map<String, StoredTensor> stripped = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> stripped.put(name.substring(found.length()), tensor));
        return new StateDictChoice(place, stripped, found, skipped, others);
    }

    /** Returns sentences on what was chosen and what was ignored. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!place.isEmpty()) {
            remarks.add("the state dict is the one under '" + place + "'");
        }
        if (!others.isEmpty()) {
            remarks.add("there are further state dicts in it, left aside: " + String.join(", ", others)
                    + " (--state-dict, or state-dict in a recipe, chooses another)");
        }
        if (!prefix.isEmpty()) {
            remarks.add(NamePrefix.remark(prefix));
        }
        if (!skipped.isEmpty()) {
            remarks.add("no tensors, therefore left aside: " + String.join(", ", skipped));
        }
        return List.copyOf(remarks);
    }

    /** Returns the size of all values. */
    long bytes() throws MalformedException {
        try {
            return tensors.values().stream().mapToLong(StoredTensor::bytes).reduce(0, Math::addExact);
        } catch (ArithmeticException overflow) {
            throw new MalformedException("its tensors are too large");
        }
    }
}
