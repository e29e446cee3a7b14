package io.stockpot.model.checkpoint;

import io.stockpot.model.Architecture;
import io.stockpot.model.ConvNext;
import io.stockpot.model.ConvNextSize;
import io.stockpot.model.EfficientNetLite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The convolutional networks with grouped filters that tensors might belong to, by any names that are known. */
final class ConvolutionCandidates {
    private static final int VARIANTS = 5;
    private static final int STAGES = 4;

    private ConvolutionCandidates() {}

    static List<Architecture> of(Map<String, List<Long>> shapes) {
        List<Architecture> candidates = new ArrayList<>();
        efficientNetLite(shapes, "conv_stem", "classifier", candidates);
        efficientNetLite(shapes, "_conv_stem", "_fc", candidates);
        convNext(shapes, "stem.0", "head.fc", stage -> "stages." + stage + ".blocks.")
                .ifPresent(candidates::add);
        convNext(shapes, "features.0.0", "classifier.2", stage -> "features." + (2 * stage + 1) + ".")
                .ifPresent(candidates::add);
        convNext(shapes, "downsample_layers.0.0", "head", stage -> "stages." + stage + ".")
                .ifPresent(candidates::add);
        return candidates;
    }

    private static void efficientNetLite(
            Map<String, List<Long>> shapes, String stem, String head, List<Architecture> candidates) {
        Optional<Ends> ends = Ends.of(shapes, stem, head);
        for (int variant = 0; variant < VARIANTS && ends.isPresent(); variant++) {
            candidates.add(new EfficientNetLite(
                    variant, ends.get().classes(), ends.get().channels()));
        }
    }

    private static Optional<Architecture> convNext(
            Map<String, List<Long>> shapes, String stem, String head, IntFunction<String> stage) {
        List<Integer> blocks = new ArrayList<>();
        for (int index = 0; index < STAGES; index++) {
            blocks.add(Math.max(1, ArchitectureCandidates.blocks(shapes, stage.apply(index))));
        }
        return Ends.of(shapes, stem, head)
                .map(ends -> new ConvNext(size(ends.width(), blocks), ends.classes(), ends.channels()));
    }

    private static ConvNextSize size(int width, List<Integer> blocks) {
        return Arrays.stream(ConvNextSize.Named.values())
                .filter(named -> named.width() == width && named.blocks().equals(blocks))
                .map(ConvNextSize.class::cast)
                .findFirst()
                .orElseGet(() -> new ConvNextSize.Custom(width, blocks));
    }

    /** What the first convolution and the last linear layer show. */
    private record Ends(int width, int channels, int classes) {
        static Optional<Ends> of(Map<String, List<Long>> shapes, String stem, String head) {
            List<Long> first = shapes.getOrDefault(stem + ".weight", List.of());
            List<Long> last = shapes.getOrDefault(head + ".weight", List.of());
            boolean possible = first.size() == 4
                    && last.size() == 2
                    && !ArchitectureCandidates.anyBeyond(first)
                    && !ArchitectureCandidates.anyBeyond(last)
                    && last.get(0) > 1;
            return possible
                    ? Optional.of(new Ends(
                            first.get(0).intValue(),
                            first.get(1).intValue(),
                            last.get(0).intValue()))
                    : Optional.empty();
        }
    }
}
