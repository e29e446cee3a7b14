package io.stockpot.soup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.data.Augmentation;
import io.stockpot.data.Flip;
import io.stockpot.data.ImageShape;
import io.stockpot.data.RandomResizedCrop;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.Defaults;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How images were augmented when the ingredients of a soup were trained.
 *
 * @param augmentation the one that most of the ingredients state that state any; where none does, a customary one
 * @param assumption a sentence on it, unless all ingredients state the same
 */
record TrainingAugmentation(Augmentation augmentation, Optional<String> assumption) {
    /** Images with sides from here on are usually cropped at random out of the picture. */
    private static final int LARGE = 64;

    /** Sides are padded by this part of them, as 4 pixels are of CIFAR-10's 32. */
    private static final int PADDING = 8;

    /** An augmentation, for its text. */
    private record Change(Augmentation augmentation) {}

    /**
     * Finds out.
     *
     * @param ingredients where each comes from
     * @param source of the images, whose size decides what is customary
     * @throws IOException if no ingredient states an augmentation, and the images cannot be loaded
     */
    static TrainingAugmentation of(List<Provenance> ingredients, StatisticsSource source) throws IOException {
        // sorted by text, so that the order of the ingredients does not matter
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, Augmentation> byText = new LinkedHashMap<>();
        for (Provenance ingredient : ingredients) {
            stated(ingredient).ifPresent(found -> {
                String text = CanonicalJson.of(new Change(found));
                byText.put(text, found);
                counts.merge(text, 1, Integer::sum);
            });
        }
        if (counts.isEmpty()) {
            Augmentation customary = customary(source.images().get().shape());
            return new TrainingAugmentation(
                    customary,
                    Optional.of("the models do not say how images were augmented in their training, so batch-norm"
                            + " statistics are measured with what is customary for images of this size, "
                            + text(customary) + "; 'augmentation' of the policy says otherwise"));
        }
        String most = counts.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue())
                .orElseThrow()
                .getKey();
        boolean all = counts.get(most) == ingredients.size();
        return new TrainingAugmentation(
                byText.get(most),
                all
                        ? Optional.empty()
                        : Optional.of("not all models say that images were augmented by " + text(byText.get(most))
                                + " in their training, as most of those do that say anything; batch-norm statistics are"
                                + " measured with it, and 'augmentation' of the policy says otherwise"));
    }

    /**
     * Returns what is customary for images of a size. Grey ones are not mirrored: they are digits and letters more often
     * than not.
     */
    static Augmentation customary(ImageShape shape) {
        int side = Math.min(shape.height(), shape.width());
        boolean mirror = shape.channels() > 1;
        if (side < LARGE) {
            return new Augmentation.CropFlip(side / PADDING, mirror);
        }
        Augmentation crop = Defaults.of(RandomResizedCrop.class);
        return mirror ? new Augmentation.Sequence(List.of(crop, Defaults.of(Flip.class))) : crop;
    }

    private static String text(Augmentation augmentation) {
        String text = CanonicalJson.of(new Change(augmentation));
        return text.substring(text.indexOf(':') + 1, text.length() - 1);
    }

    /** Reads the augmentation of a training; soups, and models of other programs, state none. */
    private static Optional<Augmentation> stated(Provenance model) {
        try {
            JsonNode training = new ObjectMapper().readTree(model.making()).path("training");
            JsonNode settings =
                    training.elements().hasNext() ? training.elements().next() : training;
            JsonNode augmentation = settings.path("augmentation");
            return augmentation.isMissingNode()
                    ? Optional.empty()
                    : Optional.of(CanonicalJson.read(augmentation.toString(), Augmentation.class));
        } catch (JsonProcessingException | TextException unknown) {
            // another version wrote it, which may know other augmentations
            return Optional.empty();
        }
    }
}
