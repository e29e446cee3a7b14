package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.Mnist;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.file.NumpyFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evaluates an untrained classifier on real images, so that accuracies are near chance. */
class EvaluateCommandTest {
    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        SoftmaxRegression network = new SoftmaxRegression(28, 10, 1);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(1), new Seed(1))) {
            StockpotCheckpoint.write(folder.resolve("model"), classifier, new Provenance(List.of("root"), "{}"));
        }
    }

    @Test
    void measuresEveryConditionAndWarnsOfChance() throws IOException {
        assumeMnist();
        Path json = folder.resolve("results.json");
        int code = run(
                List.of("--condition", "clean", "--condition", "Linf 2/255", "--condition", "L2 0.1"),
                List.of("--attack", "{apgd: {steps: 5}}", "--json", json.toString()));
        assertThat(code).as(errors.toString()).isZero();
        assertThat(output.toString()).contains("clean ", "Linf 2/255 ", "L2 0.1 ", "union ", " of 500");
        assertThat(errors.toString()).contains("is implausible for a classifier of 10 classes");
        JsonNode results = new ObjectMapper().readTree(json.toFile());
        JsonNode clean = results.path("conditions").path(0);
        JsonNode robust = results.path("conditions").path(1);
        assertThat(robust.path("attack").asText()).contains("\"apgd\":{\"steps\":5");
        assertThat(robust.path("correct").asInt())
                .isEqualTo(robust.path("robust").size())
                .isLessThanOrEqualTo(clean.path("correct").asInt());
        assertThat(results.path("union").path("correct").asInt())
                .isLessThanOrEqualTo(robust.path("correct").asInt());
    }

    @Test
    void findsTheSameWhateverTheBatchSize() throws IOException {
        assumeMnist();
        List<String> condition = List.of("--condition", "Linf 2/255", "--attack", "pgd");
        assertThat(run(condition, List.of("--batch-size", "7"))).isZero();
        String one = counts();
        assertThat(run(condition, List.of("--batch-size", "100", "--fresh"))).isZero();
        assertThat(counts()).isEqualTo(one);
    }

    @Test
    void reportsEachAttackAndGoesOnFromWhatIsKnown() throws IOException {
        assumeMnist();
        Path json = folder.resolve("results.json");
        List<String> conditions = List.of("--condition", "Linf 2/255", "--images", "60");
        List<String> attack = List.of(
                "--attack",
                "{cascade: {attacks: [apgd: {steps: 3}, square: {queries: 9}]}}",
                "--json",
                json.toString());
        assertThat(run(conditions, attack)).as(errors.toString()).isZero();
        String first = Files.readString(json);
        JsonNode condition = new ObjectMapper().readTree(first).at("/conditions/0");
        assertThat(condition.at("/stages").findValuesAsText("attack")).containsExactly("apgd", "square");
        assertThat(condition.at("/stages/1/correct")).isEqualTo(condition.path("correct"));
        assertThat(condition.at("/stages/0/correct").asInt())
                .isGreaterThanOrEqualTo(condition.path("correct").asInt());
        assertThat(output.toString()).contains("  apgd ", "  square ");
        // seconds too are those of the first time: nothing was measured again
        assertThat(run(conditions, attack)).isZero();
        assertThat(json).hasContent(first);
        assertThat(run(conditions, List.of("--attack", "{apgd: {steps: 3}}", "--json", json.toString())))
                .isZero();
        assertThat(new ObjectMapper().readTree(json.toFile()).at("/conditions/0/stages"))
                .hasSize(1);
    }

    @Test
    void measuresTheUnionAloneAndCurvesAndSavesExamples() throws IOException {
        assumeMnist();
        List<String> attack = List.of("--attack", "{apgd: {steps: 3}}", "--images", "60");
        List<String> threats = List.of("--condition", "Linf 2/255", "--condition", "L2 0.1");
        assertThat(run(attack, threats)).isZero();
        String every = output.toString()
                .lines()
                .filter(line -> line.startsWith("union"))
                .findFirst()
                .orElseThrow();
        List<String> only = new ArrayList<>(threats);
        only.add("--union-only");
        assertThat(run(attack, only)).as(errors.toString()).isZero();
        assertThat(output.toString()).contains("Linf 2/255       not measured by itself", every);
        Path examples = folder.resolve("examples.npz");
        assertThat(run(
                        attack,
                        List.of("--condition", "Linf 0..2/255 by 1/255", "--save-examples", examples.toString())))
                .isZero();
        assertThat(NumpyFile.open(examples).shape("Linf 1/255")).containsExactly(60, 1, 28, 28);
        assertThat(run(attack, List.of("--union-only"))).isEqualTo(2);
        assertThat(errors.toString()).contains("--union-only needs at least two threats");
    }

    @Test
    void labelsAThreatAndACurveThroughItDifferently() throws IOException {
        assumeMnist();
        List<String> threats = List.of("--condition", "Linf 2/255", "--condition", "Linf 0..2/255 by 1/255");
        assertThat(run(threats, List.of("--attack", "{apgd: {steps: 3}}", "--images", "20")))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString().lines().filter(line -> !line.startsWith(" ")))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Linf 2/255 "),
                        line -> assertThat(line).startsWith("Linf 0..2/255 by 1/255 0 "),
                        line -> assertThat(line).startsWith("Linf 0..2/255 by 1/255 1/255 "),
                        line -> assertThat(line).startsWith("Linf 0..2/255 by 1/255 2/255 "));
        assertThat(run(List.of("--condition", "Linf 0..2/255 by 1/255"), threats))
                .isEqualTo(2);
        assertThat(errors.toString())
                .contains(
                        "two conditions are called 'Linf 0..2/255 by 1/255 0'; leave one out, or in a recipe name it");
    }

    @Test
    void stopsWhenTimeIsUpAndGoesOn() throws IOException {
        assumeMnist();
        List<String> attack = List.of("--attack", "{apgd: {steps: 3}}", "--images", "60", "--condition", "Linf 2/255");
        assertThat(run(attack, List.of("--minutes", "0"))).as(errors.toString()).isZero();
        assertThat(errors.toString()).contains("[unfinished-attacks]");
        errors.getBuffer().setLength(0);
        assertThat(run(attack, List.of("--minutes", "60"))).isZero();
        assertThat(errors.toString()).doesNotContain("unfinished");
        assertThat(run(attack, List.of("--minutes", "-1"))).isEqualTo(2);
        assertThat(run(attack, List.of("--minutes", "1", "--save-examples", folder + "/a.npz")))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--save-examples needs a finished evaluation; leave --minutes out");
    }

    @Test
    void readsAutoAttackHoweverItIsSpelled() throws IOException {
        assumeMnist();
        List<String> few = List.of("--images", "2", "--condition", "Linf 0", "--json", folder + "/a.json");
        for (String name : List.of("autoattack", "auto-attack", "AutoAttack")) {
            assertThat(run(few, List.of("--attack", name)))
                    .as(errors.toString())
                    .isZero();
            assertThat(Files.readString(folder.resolve("a.json"))).contains("{\\\"auto-attack\\\":");
        }
    }

    @Test
    void reportsFaultyConditionsAndAttacksAsWrongUsage() {
        assertThat(run(List.of("--condition", "L3 1"), List.of())).isEqualTo(2);
        assertThat(errors.toString()).contains("--condition: a norm is one of Linf, L2, L1");
        assertThat(run(List.of("--condition", "clean", "--condition", "clean"), List.of()))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("two conditions are called 'clean'");
        assertThat(run(List.of("--attack", "fgsm"), List.of())).isEqualTo(2);
        assertThat(errors.toString()).contains("--attack: unknown choice 'fgsm'");
    }

    @Test
    void measuresPicturesInFolders() throws IOException {
        writeColours();
        for (String place : List.of("red/1", "red/2", "green/1", "green/2", "green/3")) {
            paint(place, place.hashCode());
        }
        List<String> evaluation = pictures();
        assertThat(execute(evaluation)).isEqualTo(1);
        assertThat(errors.toString())
                .contains("there are 3 classes, and 2 folders in alphabetical order; give every class a folder");
        assertThat(execute(pictures("--classes", "{named: {names: [red, green, blue]}}")))
                .as(errors.toString())
                .isZero();
        Files.createDirectories(folder.resolve("pictures").resolve("blue"));
        assertThat(execute(evaluation)).as(errors.toString()).isZero();
        assertThat(output.toString()).contains("clean ", " of 5");
        assertThat(execute(pictures("--images", "4"))).isZero();
        assertThat(output.toString()).contains(" of 4");
    }

    /** Other data sets than ImageNet have its identifiers too. */
    @Test
    void takesFoldersOfUnknownIdentifiersInTheirOrder() throws IOException {
        writeColours();
        for (String place : List.of("n02979186/1", "n03417042/2", "n09999999/3")) {
            paint(place, place.hashCode());
        }
        assertThat(execute(pictures())).as(errors.toString()).isZero();
        assertThat(output.toString()).contains(" of 3");
        assertThat(execute(pictures("--classes", "image-net"))).isEqualTo(1);
        assertThat(errors.toString()).contains("'n09999999' belongs to no class");
        assertThat(execute(pictures("--classes", "by-colour"))).isEqualTo(2);
        assertThat(errors.toString()).contains("--classes: unknown choice 'by-colour'");
        assertThat(run(List.of("--classes", "numeric"), List.of())).isEqualTo(2);
        assertThat(errors.toString()).contains("--classes is for folders of pictures, and 'mnist' is none");
    }

    /** A classifier of pictures of 8 by 8 pixels into three classes. */
    private void writeColours() throws IOException {
        SoftmaxRegression network = new SoftmaxRegression(8, 3, 3);
        try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(1))) {
            StockpotCheckpoint.write(folder.resolve("colours"), classifier, new Provenance(List.of("root"), "{}"));
        }
    }

    private void paint(String place, int colour) throws IOException {
        BufferedImage picture = new BufferedImage(12, 8, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 96; pixel++) {
            picture.setRGB(pixel % 12, pixel / 12, colour * (pixel + 1));
        }
        Path file = folder.resolve("pictures").resolve(place + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
    }

    private List<String> pictures(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("evaluate", folder.resolve("colours").toString()));
        arguments.addAll(List.of("--data", folder.resolve("pictures").toString(), "--crop", "8"));
        arguments.addAll(List.of("--work", folder.resolve("work").toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    @Test
    void measuresNewPicturesOnlyWhenMoreAreAskedFor() throws IOException {
        writeColours();
        for (int number = 0; number < 20; number++) {
            paint(List.of("red", "green", "blue").get(number % 3) + "/" + number, number * 0x0b3517);
        }
        JsonNode few = picturesMeasured(5);
        JsonNode more = picturesMeasured(10);
        assertThat(few.path("pictures")).hasSize(5);
        assertThat(indices(more.path("pictures")).subList(0, 5)).isEqualTo(indices(few.path("pictures")));
        assertThat(more.path("pictures")).hasSize(10).doesNotHaveDuplicates();
        assertThat(indices(more.path("pictures")))
                .allSatisfy(name ->
                        assertThat(folder.resolve("pictures").resolve(name)).isRegularFile());
        assertThat(indices(more.at("/conditions/0/robust")).stream()
                        .filter(index -> Integer.parseInt(index) < 5)
                        .toList())
                .isEqualTo(indices(few.at("/conditions/0/robust")));
        List<Path> journals;
        try (Stream<Path> files = Files.walk(folder.resolve("work"))) {
            journals = files.filter(file -> file.endsWith("clean.jsonl")).toList();
        }
        assertThat(journals).hasSize(1);
        assertThat(Files.readAllLines(journals.get(0)))
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"images\":[0,1,2,3,4]"),
                        line -> assertThat(line).contains("\"images\":[5,6,7,8,9]"));
        assertThat(execute(pictures("--images", "-1"))).isEqualTo(2);
        assertThat(errors.toString()).contains("--images must be at least 1, not -1");
    }

    private JsonNode picturesMeasured(int count) throws IOException {
        Path json = folder.resolve("results.json");
        List<String> arguments = new ArrayList<>(pictures("--images", Integer.toString(count)));
        arguments.addAll(List.of("--condition", "Linf 8/255", "--attack", "pgd", "--json", json.toString()));
        assertThat(execute(arguments)).as(errors.toString()).isZero();
        return new ObjectMapper().readTree(json.toFile());
    }

    private static List<String> indices(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    @Test
    void refusesImagesOfAnotherShape() throws IOException {
        assumeTrue(new Cifar10().isAvailable(DataCache.ofUser()), "SKIPPED: CIFAR-10 is not in the cache");
        assertThat(execute(List.of("evaluate", folder.resolve("model").toString(), "--data", "cifar10")))
                .isEqualTo(1);
        assertThat(errors.toString())
                .contains("'cifar10' has images of 32×32 pixels and 3 channels; the models look at 1 channel");
    }

    private static void assumeMnist() throws IOException {
        try {
            new Mnist().fetch(DataCache.ofUser(), Progress.NONE);
        } catch (IOException unreachable) {
            assumeTrue(false, "SKIPPED: MNIST cannot be had: " + unreachable.getMessage());
        }
    }

    private int run(List<String> some, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("evaluate", folder.resolve("model").toString(), "--data", "mnist"));
        arguments.addAll(List.of("--work", folder.resolve("work").toString()));
        arguments.addAll(some);
        arguments.addAll(more);
        if (!arguments.contains("--images")) {
            arguments.addAll(List.of("--images", "500"));
        }
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.toArray(String[]::new));
    }

    private String counts() {
        String text = output.toString().replaceAll("[0-9.]+ s", "");
        output.getBuffer().setLength(0);
        return text;
    }
}
