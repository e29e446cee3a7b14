package io.stockpot.model.checkpoint;

import io.stockpot.model.Architecture;
import io.stockpot.model.CifarResNet;
import io.stockpot.model.PreActResNet;
import io.stockpot.model.ResNet;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.TransformerSize;
import io.stockpot.model.VisionTransformer;
import io.stockpot.model.WideResNet;
import io.stockpot.model.layer.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The networks that tensors of given names and shapes might belong to. */
final class ArchitectureCandidates {
    /** Beyond the extents of all networks there are; what a damaged file claims must not overflow. */
    private static final int LARGEST = 100_000;
    /** More blocks than networks may have that are told; what has more is not recognised. */
    private static final int MOST_BLOCKS = 1_600;
    /** The customary width of an attention head, which weights do not show. */
    private static final int HEAD = 64;

    private ArchitectureCandidates() {}

    static List<Architecture> of(Map<String, List<Long>> shapes) {
        int classes = extent(shapes, 2, 0, true).orElse(10);
        // some files are sorted by name, and then the first convolution is not the first in the file
        List<Long> first = shapes.getOrDefault("conv1.weight", List.of());
        int channels = extent(first.size() == 4 ? Map.of("", first) : shapes, 4, 1, false)
                .orElse(3);
        List<Architecture> candidates = new ArrayList<>();
        if (classes < 2 || classes > LARGEST || channels < 1 || channels > LARGEST) {
            return candidates;
        }
        for (int depth : new int[] {18, 34}) {
            candidates.add(new PreActResNet(depth, Activation.RELU, classes, channels));
        }
        for (int depth : new int[] {18, 34, 50, 101}) {
            candidates.add(new ResNet(depth, Activation.RELU, classes, channels));
        }
        candidates.addAll(ConvolutionCandidates.of(shapes));
        visionTransformer(shapes, classes).ifPresent(candidates::add);
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
        return widenFactor < 1 || widenFactor > LARGEST
                ? Optional.empty()
                : Optional.of(new WideResNet(6 * blocks + 4, (int) widenFactor, Activation.RELU, classes, channels));
    }

    private static Optional<Architecture> visionTransformer(Map<String, List<Long>> shapes, int classes) {
        List<Long> filters = shapes.getOrDefault("patch_embed.proj.weight", List.of());
        List<Long> places = shapes.getOrDefault("pos_embed", List.of());
        if (filters.size() != 4 || places.size() != 3 || anyBeyond(filters) || anyBeyond(places)) {
            return Optional.empty();
        }
        boolean classToken = shapes.containsKey("cls_token");
        int patch = filters.get(2).intValue();
        int side = side(places.get(1) - (classToken ? 1 : 0), 1);
        int width = filters.get(0).intValue();
        if (side < 1 || patch < 1) {
            return Optional.empty();
        }
        VisionTransformer.Pooling pooling = shapes.containsKey("fc_norm.weight")
                ? VisionTransformer.Pooling.MEAN_THEN_NORM
                : classToken ? VisionTransformer.Pooling.CLASS_TOKEN : VisionTransformer.Pooling.MEAN;
        return Optional.of(new VisionTransformer(
                size(width, Math.max(1, blocks(shapes, "blocks."))),
                patch,
                side * patch,
                pooling,
                classToken,
                classes,
                filters.get(1).intValue()));
    }

    private static TransformerSize size(int width, int depth) {
        return Arrays.stream(TransformerSize.Named.values())
                .filter(named -> named.width() == width && named.depth() == depth)
                .map(TransformerSize.class::cast)
                .findFirst()
                .orElseGet(() -> new TransformerSize.Custom(width, depth, heads(width)));
    }

    /** Returns as many heads of the customary width as there is room for, or the next fewer that divide the width. */
    private static int heads(int width) {
        int heads = Math.max(1, width / HEAD);
        while (width % heads != 0) {
            heads--;
        }
        return heads;
    }

    static boolean anyBeyond(List<Long> shape) {
        return shape.stream().anyMatch(extent -> extent < 1 || extent > LARGEST);
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
    static int blocks(Map<String, List<Long>> shapes, String prefix) {
        int blocks = 0;
        while (blocks < MOST_BLOCKS && hasPrefix(shapes.keySet(), prefix + blocks + ".")) {
            blocks++;
        }
        return blocks;
    }

    private static boolean hasPrefix(Set<String> names, String prefix) {
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** Returns an extent of the first or last tensor with the given number of axes. */
    private static Optional<Integer> extent(Map<String, List<Long>> shapes, int axes, int axis, boolean last) {
        return shapes.values().stream()
                .filter(shape -> shape.size() == axes && shape.get(axis) < Integer.MAX_VALUE)
                .map(shape -> shape.get(axis).intValue())
                .reduce((first, second) -> last ? second : first);
    }
}
