package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.claim.Evidence;
import io.stockpot.data.ImagesDigest;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.ShiftSample;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.CleanOutcomes;
import io.stockpot.model.Classifier;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.MeasuredAccuracy;
import io.stockpot.outcome.Photos;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model that is shipped is the one that its card describes. */
@ExtendWith(NoLeaks.class)
class PantryTest {
    private static final Path PANTRY = Path.of("../pantry/cifar10-wrn-16-2");

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.list(PANTRY)) {
            return files.filter(file -> file.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void measuresEveryModelAsItsCardStates(Path file) throws IOException {
        StockpotCheckpoint checkpoint = StockpotCheckpoint.open(file);
        TrainingCard card =
                TrainingCard.ofJson(Safetensors.open(file).metadata().get(TrainingCard.KEY));
        assertThat(card.digest()).isEqualTo(checkpoint.digest());
        assertThat(file.resolveSibling(card.name() + ".md")).hasContent(card.markdown());
        assertThat(Files.size(file)).isLessThan(4 << 20);
        MeasuredAccuracy clean = card.measured().get(0);
        assertThat(clean.condition()).isEqualTo("clean");
        assertThat(clean.total()).isEqualTo(1000);
        LabelledImages images = images().first(clean.total());
        try (Classifier classifier = checkpoint.load()) {
            int correct = CleanOutcomes.of(classifier, images, 250, Progress.NONE)
                    .accuracy("clean")
                    .correct();
            assertThat(correct).isCloseTo(clean.correct(), within(1));
        }
    }

    @Test
    void theShippedSoupIsAMixtureOfItsIngredients() throws IOException {
        Path file = PANTRY.resolve("soups/union.safetensors");
        StockpotCheckpoint soup = StockpotCheckpoint.open(file);
        assertThat(file.resolveSibling("union.md")).content().contains(soup.digest(), "| 0.4 |", "| 0.6 |");
        try (Classifier linf = StockpotCheckpoint.open(PANTRY.resolve("linf.safetensors"))
                        .load();
                Classifier l1 = StockpotCheckpoint.open(PANTRY.resolve("linf-l1.safetensors"))
                        .load();
                StateDict mixed = linf.weights().copy()) {
            mixed.linearCombination(List.of(linf.weights(), l1.weights()), new double[] {0.4, 0.6});
            assertThat(mixed.digest()).isEqualTo(soup.digest());
        }
    }

    /** Clean and corrupted images are of the same photos: the bits tell which, as seed and pixels do. */
    @Test
    void photosOfShiftsAreThoseThatTheRecipeDraws() throws IOException {
        images();
        Recipe recipe = YamlRecords.read(
                Files.readString(Path.of("../recipes/pantry-shifts.yaml")), "recipe", Recipe.class, List.of());
        Map<String, ShiftPlan> made = new LinkedHashMap<>(recipe.shifts());
        made.values().removeIf(plan -> plan.images().location().isPresent());
        RecipeImages images = new RecipeImages(Optional.of(new Cifar10()), DataCache.ofUser());
        Map<String, RecipeShift> shifts =
                RecipeShift.open(made, images.own(), new Seed(recipe.seed())).byName();
        Map<String, ShiftOutcomes> shipped =
                Evidence.read(PANTRY.resolve(Evidence.FOLDER)).shifts();
        assertThat(shipped).hasSize(6);
        for (Map.Entry<String, ShiftOutcomes> file : shipped.entrySet()) {
            boolean chooses = file.getKey().endsWith("-adaptation");
            Map<String, List<String>> names = new LinkedHashMap<>();
            for (Map.Entry<String, RecipeShift> shift : shifts.entrySet()) {
                RecipeShift drawn = shift.getValue();
                int[] places = chooses ? drawn.adaptation() : drawn.test(false);
                names.put(shift.getKey(), drawn.units(places));
                assertThat(digest(drawn.images(), places))
                        .isEqualTo(file.getValue().grid(shift.getKey()).dataDigest());
            }
            assertThat(names).containsOnlyKeys("clean", "corruptions");
            assertThat(file.getValue().photos()).isEqualTo(Photos.of(names));
        }
    }

    private static String digest(ShiftImages images, int[] places) throws IOException {
        StringBuilder digests = new StringBuilder();
        for (String version : images.versions()) {
            ShiftSample sample = images.load(version, places, Progress.NONE);
            digests.append(new ImagesDigest(places.length, sample.images().shape())
                            .add(sample.images())
                            .text())
                    .append(sample.answers().digest());
        }
        return Checksum.SHA_256.of(digests.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static LabelledImages images() {
        try {
            return new Cifar10().load(DataPart.TEST, DataCache.ofUser(), Progress.NONE);
        } catch (IOException unavailable) {
            return abort("SKIPPED, because CIFAR-10 is neither cached nor to be had: " + unavailable.getMessage());
        }
    }
}
