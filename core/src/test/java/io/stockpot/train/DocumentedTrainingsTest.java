package io.stockpot.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.MadeImages;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The trainings shown in docs/recipes.md say what they should, and run, made small. */
@ExtendWith(NoLeaks.class)
class DocumentedTrainingsTest {
    private static final Pattern TRAINING =
            Pattern.compile("^( *)(?:train|fine-tune):\n(?:\\1 .*\n)+", Pattern.MULTILINE);
    private static final String SMALL_NETWORK =
            "{vision-transformer: {size: {custom: {width: 16, depth: 3, heads: 2}}, patch: 4, image: 8, classes: 4}}";

    @TempDir
    Path folder;

    static List<String> trainings() throws IOException {
        String page = Files.readString(Path.of("../docs/recipes.md"));
        return TRAINING.matcher(page)
                .results()
                .map(found -> found.group().stripIndent())
                .toList();
    }

    private static TrainingSettings settings(int number) throws IOException {
        return YamlRecords.read(trainings().get(number), "docs", Training.class, List.of())
                .settings();
    }

    @Test
    void theFineTuningOfMaskedAutoencodersHasItsRates() throws IOException {
        Schedule schedule = settings(0).schedule().forBatchesOf(settings(0).batchSize());
        assertThat(schedule.rate(5, 100)).isCloseTo(2e-3, within(1e-12));
        assertThat(schedule.rate(100, 100)).isCloseTo(1e-6, within(1e-12));
    }

    @Test
    void theBaseOfThePaperHasItsRates() throws IOException {
        Schedule schedule = settings(1).schedule().forBatchesOf(settings(1).batchSize());
        assertThat(schedule.rate(10, 300)).isCloseTo(0.8e-3, within(1e-12));
        assertThat(schedule.rate(20, 300)).isCloseTo(1.6e-3, within(1e-12));
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void runsWhenMadeSmall(String text) throws IOException {
        String kind = text.substring(0, text.indexOf(':'));
        List<String> small = List.of(
                kind + ".epochs=6",
                kind + ".schedule.cosine.warm-up-epochs=1",
                kind + ".batch-size=24",
                kind + ".micro-batch=10",
                kind + ".selection={images: 20, attack: {pgd: {steps: 1}}, every: 6}",
                kind + ".augmentation=none");
        Training training = YamlRecords.read(text, "docs", Training.class, small);
        Architecture network = YamlRecords.read(SMALL_NETWORK, "text", Architecture.class, List.of());
        LabelledImages images = MadeImages.of(116, new Seed(2));
        Trainer trainer = new Trainer(training, images, 3, Duration.ofHours(1));
        try (Classifier start = Classifier.initial(network, Normalisation.none(3), new Seed(4));
                Classifier trained = trainer.train(start, folder, Progress.NONE)) {
            assertThat(trained.weights().digest()).isNotEqualTo(start.weights().digest());
        }
        assertThat(Files.readAllLines(folder.resolve("training.jsonl"))).hasSize(1);
    }
}
