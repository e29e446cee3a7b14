package io.stockpot.model;

import io.stockpot.text.CanonicalJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The known network that comes nearest to the tensors of a file, by names and shapes. Weights do not show
 * the nonlinearity; the customary one is assumed.
 *
 * @param architecture the network
 * @param fitting tensors that have the name and shape of one of the network's
 * @param misshapen names that both have, with other shapes
 * @param missing names that only the network has, counts of batches aside
 * @param unexpected names that only the file has
 */
public record ArchitectureGuess(
        Architecture architecture, int fitting, List<String> misshapen, List<String> missing, List<String> unexpected) {
    private static final int SHOWN = 3;
    /** Beyond all networks there are; what a damaged file claims must not overflow. */
    private static final int WIDEST = 1000;

    /** Copies the lists. */
    public ArchitectureGuess {
        misshapen = List.copyOf(misshapen);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
    }

    /**
     * Compares with all known networks.
     *
     * @param shapes extents by name, in the order of the file
     * @return the nearest; empty if no network shares even one name
     */
    public static Optional<ArchitectureGuess> nearest(Map<String, List<Long>> shapes) {
        return candidates(shapes).stream()
                .map(candidate -> compare(candidate, shapes))
                .filter(guess -> guess.fitting + guess.misshapen.size() > 0)
                .max(Comparator.comparingInt(guess -> guess.fitting - guess.faults()));
    }

    private int faults() {
        return misshapen.size() + missing.size() + unexpected.size();
    }

    /** Tells whether every name and shape fits. */
    public boolean exact() {
        return faults() == 0;
    }

    private static ArchitectureGuess compare(Architecture candidate, Map<String, List<Long>> shapes) {
        int fitting = 0;
        List<String> misshapen = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        Set<String> unexpected = new LinkedHashSet<>(shapes.keySet());
        for (Parameter parameter : candidate.network().parameters()) {
            if (!unexpected.remove(parameter.name())) {
                if (parameter.role() != Parameter.Role.BATCH_COUNT) {
                    missing.add(parameter.name());
                }
            } else if (parameter.shape().equals(shapes.get(parameter.name()))) {
                fitting++;
            } else {
                misshapen.add(parameter.name());
            }
        }
        return new ArchitectureGuess(candidate, fitting, misshapen, missing, List.copyOf(unexpected));
    }

    private static List<Architecture> candidates(Map<String, List<Long>> shapes) {
        int classes = extent(shapes, 2, 0, true).orElse(10);
        int channels = extent(shapes, 4, 1, false).orElse(3);
        List<Architecture> candidates = new ArrayList<>();
        if (classes < 2 || channels < 1) {
            return candidates;
        }
        for (int depth : new int[] {18, 34}) {
            candidates.add(new PreActResNet(depth, Activation.RELU, classes, channels));
        }
        wideResNet(shapes, classes, channels).ifPresent(candidates::add);
        int blocks = blocks(shapes, "layer1.");
        if (blocks > 0) {
            candidates.add(new CifarResNet(6 * blocks + 2, Activation.RELU, classes, channels));
        }
        if (shapes.containsKey("linear.weight")) {
            softmaxRegression(shapes.get("linear.weight")).ifPresent(candidates::add);
        }
        return candidates;
    }

    private static Optional<Architecture> wideResNet(Map<String, List<Long>> shapes, int classes, int channels) {
        List<Long> filters = shapes.getOrDefault("block1.layer.0.conv1.weight", List.of(0L));
        long widenFactor = filters.isEmpty() ? 0 : filters.get(0) / 16;
        int blocks = blocks(shapes, "block1.layer.");
        return widenFactor < 1 || widenFactor > WIDEST
                ? Optional.empty()
                : Optional.of(new WideResNet(6 * blocks + 4, (int) widenFactor, Activation.RELU, classes, channels));
    }

    private static Optional<Architecture> softmaxRegression(List<Long> shape) {
        if (shape.size() != 2 || shape.get(0) < 2 || shape.get(0) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return IntStream.of(3, 1)
                .filter(channels -> side(shape.get(1), channels) > 0)
                .mapToObj(channels -> (Architecture)
                        new SoftmaxRegression(side(shape.get(1), channels), Math.toIntExact(shape.get(0)), channels))
                .findFirst();
    }

    private static int side(long features, int channels) {
        int side = (int) Math.round(Math.sqrt((double) features / channels));
        return (long) side * side * channels == features ? side : 0;
    }

    /** Counts the blocks that are numbered after the prefix. */
    private static int blocks(Map<String, List<Long>> shapes, String prefix) {
        int blocks = 0;
        while (hasPrefix(shapes.keySet(), prefix + blocks + ".")) {
            blocks++;
        }
        return blocks;
    }

    private static boolean hasPrefix(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Returns an extent of the first or last tensor with so many axes. */
    private static Optional<Integer> extent(Map<String, List<Long>> shapes, int axes, int axis, boolean last) {
        return shapes.values().stream()
                .filter(shape -> shape.size() == axes && shape.get(axis) < Integer.MAX_VALUE)
                .map(shape -> shape.get(axis).intValue())
                .reduce((first, second) -> last ? second : first);
    }

    /** Tells the guess in a sentence. */
    @Override
    public String toString() {
        String network = CanonicalJson.of(architecture);
        if (exact()) {
            return "looks like " + network + " (all " + fitting + " names and shapes fit)";
        }
        return "nearest is " + network + ", but only " + fitting + " names and shapes fit;"
                + listed(" missing", missing) + listed(" unexpected", unexpected) + listed(" other shapes", misshapen);
    }

    private static String listed(String what, List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return what + " (" + names.size() + "): " + shown + (names.size() > SHOWN ? ", …;" : ";");
    }
}
