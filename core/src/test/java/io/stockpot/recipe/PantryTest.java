package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.stockpot.data.Cifar10;
import io.stockpot.data.DataCache;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Part;
import io.stockpot.data.Progress;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.model.Checkpoint;
import io.stockpot.model.Classifier;
import io.stockpot.soup.ModelCard;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Safetensors;
import io.stockpot.tensor.Seed;
import io.stockpot.tensor.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every model that is shipped is the one its card tells of. */
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
    void isWhatItsCardTells(Path file) throws IOException {
        Checkpoint checkpoint = Checkpoint.open(file);
        TrainingCard card =
                TrainingCard.ofJson(Safetensors.open(file).metadata().get(TrainingCard.KEY));
        assertThat(card.digest()).isEqualTo(checkpoint.digest());
        assertThat(file.resolveSibling(card.name() + ".md")).hasContent(card.markdown());
        assertThat(Files.size(file)).isLessThan(4 << 20);
        ModelCard.Measured clean = card.measured().get(0);
        assertThat(clean.condition()).isEqualTo("clean");
        assertThat(clean.total()).isEqualTo(1000);
        LabelledImages images = images().first(clean.total());
        Evaluator evaluator = new Evaluator(images, List.of(new Condition.Clean()), 250, new Seed(1));
        try (Classifier classifier = checkpoint.load()) {
            int correct = evaluator
                    .evaluate(classifier, Progress.NONE)
                    .accuracy("clean")
                    .correct();
            assertThat(correct).isCloseTo(clean.correct(), within(1));
        }
    }

    @Test
    void theShippedSoupIsAMixtureOfItsIngredients() throws IOException {
        Path file = PANTRY.resolve("soups/union.safetensors");
        Checkpoint soup = Checkpoint.open(file);
        assertThat(file.resolveSibling("union.md")).content().contains(soup.digest(), "| 0.4 |", "| 0.6 |");
        try (Classifier linf =
                        Checkpoint.open(PANTRY.resolve("linf.safetensors")).load();
                Classifier l1 =
                        Checkpoint.open(PANTRY.resolve("linf-l1.safetensors")).load();
                StateDict mixed = linf.weights().copy()) {
            mixed.linearCombination(List.of(linf.weights(), l1.weights()), new double[] {0.4, 0.6});
            assertThat(mixed.digest()).isEqualTo(soup.digest());
        }
    }

    private static LabelledImages images() {
        try {
            return new Cifar10().load(Part.TEST, DataCache.ofUser(), Progress.NONE);
        } catch (IOException unavailable) {
            return abort("SKIPPED, because CIFAR-10 is neither cached nor to be had: " + unavailable.getMessage());
        }
    }
}
