package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stockpot.base.Seed;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.source.Cifar10;
import io.stockpot.model.Classifier;
import io.stockpot.model.ImageSize;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.Usage;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.ModelCard;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.tensor.file.WeightFiles;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeasonCommandTest extends MadeSeason {
    @Test
    void findsTheSoupAndSaysWhatToExpect() throws IOException {
        Path soup = folder.resolve("soup.safetensors");
        Path outcomes = folder.resolve("outcomes.json");
        int code = season(
                "--out",
                soup.toString(),
                "--report",
                folder.resolve("page").toString(),
                "--outcomes",
                outcomes.toString(),
                "--grid",
                "{simplex: {denominator: 4}}");
        assertThat(errors.toString()).contains("only 80 images choose");
        assertThat(code).isZero();
        assertThat(output.toString())
                .startsWith("Soup: 0.5 eager + 0.5 shy. Expect 100.0 % (")
                .contains("it gets 100.0 % of the 80 images that chose it, which flatters it", "1000 resamples")
                .contains("robustness was not measured (--condition \"Linf 8/255\" measures it)")
                .contains("Gain over the best model alone", "more than chance")
                .contains("of 5 mixtures cannot be told from the best");
        assertThat(StockpotCheckpoint.open(soup).provenance().ancestors()).startsWith("root");
        assertThat(folder.resolve("soup.md"))
                .content()
                .contains("photos, the images that chose the soup | 100.0 %")
                .contains("| 80 |");
        assertThat(folder.resolve("page").resolve("report.html"))
                .content()
                .contains("Which soup fits photos?", "What the best soups are made of")
                .contains("80 images chose the soup, which flatters it there.")
                .doesNotContain("other images");
        assertThat(ShiftOutcomes.read(outcomes).grid("photos").images()).isEqualTo(80);
    }

    @Test
    void racesToTheSameSoupAndJudgesItByHeldOutImages() {
        int code = season("--search", "race", "--held-out", "20", "--seed", "3");
        assertThat(errors.toString()).contains("only 60 images choose");
        assertThat(code).isZero();
        assertThat(output.toString())
                .contains("It won a race of 10 mixtures", "at least 95 %")
                .contains(" shy. Expect 100.0 % (")
                .contains("as on 20 held-out images; it gets 100.0 % of the 60 images that chose it")
                .contains("On the 20 held-out images, drawn by class, the soup gets 100.0 %");
    }

    @Test
    void descendsOnAttackedImages() {
        String search = "{robust-descent: {threats: [Linf 1/255], steps: 1, attack-steps: 1}}";
        int code = season("--search", search, "--held-out", "20");
        assertThat(code).isZero();
        assertThat(output.toString())
                .contains(
                        "Gradient descent came by", "APGD of 1 steps under Linf 1/255; of each image the worst counts");
        assertThat(season("--search", search.replace("Linf 1/255", "Linf 1"), "--held-out", "20"))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("'Linf 1' covers every image");
        assertThat(season("--search", search.replace("Linf 1/255", "L7 1"), "--held-out", "20"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--search: ", "L7");
    }

    @Test
    void refusesWhatCannotBeDoneBeforeTheSearch() {
        assertThat(season("--search", "race")).isEqualTo(2);
        assertThat(errors.toString()).contains("add --held-out");
        assertThat(season("--grid", "{simplex: {denominator: 6000}}")).isEqualTo(2);
        assertThat(errors.toString()).contains("6001 mixtures");
        assertThat(season("--held-out", "70")).isEqualTo(1);
        assertThat(errors.toString()).contains("has 80 images, of which 70 are held out");
        assertThat(season("--data", "cifar10")).isEqualTo(1);
        assertThat(errors.toString()).contains("the models know 2 classes, and --data has 10");
        assertThat(season("--classes", "{named: {names: [dark, grey, light]}}")).isEqualTo(1);
        assertThat(errors.toString()).contains("there are 2 classes, and 3 names; give");
        assertThat(output.toString()).isEmpty();
    }

    /** Each of two models errs badly where the other is barely right, so half of each errs where either does. */
    @Test
    void namesModelsWithoutACommonBasin() throws IOException {
        for (int channel = 0; channel < 2; channel++) {
            try (Scope scope = Scope.open();
                    StateDict values = weights(channel * PIXELS / 3, (channel + 1) * PIXELS / 3, 0)) {
                write(channel == 0 ? "red" : "green", values, List.of("root"));
            }
        }
        for (int i = 0; i < 200; i++) {
            int side = i % 2 == 0 ? 1 : -1;
            int red = 128 + side * (i % 5 == 0 ? -64 : 8);
            int green = 128 + side * (i % 5 == 1 ? -64 : 8);
            writePicture(side < 0 ? "dark" : "light", 1000 + i, red << 16 | green << 8);
        }
        assertThat(run("season", file("red"), file("green"), "--photos", file("photos")))
                .isZero();
        assertThat(errors.toString()).contains("'red' and 'green' do not share a basin");
    }

    @Test
    void acceptsAFolderWithoutTheLastClass() throws IOException {
        try (Stream<Path> light = Files.list(folder.resolve("photos").resolve("light"))) {
            for (Path picture : light.toList()) {
                Files.delete(picture);
            }
        }
        Files.delete(folder.resolve("photos").resolve("light"));
        assertThat(season("--classes", "{named: {names: [dark, light]}}")).isZero();
        assertThat(output.toString()).contains("of the 40 images");
        assertThat(season()).isEqualTo(1);
        assertThat(errors.toString()).contains("there are 2 classes, and 1 folder in alphabetical order");
        assertThat(season("--classes", "{named: {names: [dark]}}")).isEqualTo(1);
        assertThat(errors.toString()).contains("there are 2 classes, and 1 name;");
        Files.move(
                folder.resolve("photos").resolve("dark"),
                folder.resolve("photos").resolve("0"));
        assertThat(season()).as(errors.toString()).isZero();
    }

    /** Images for statistics are drawn; other draws would be other statistics, and another soup. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{reestimate: {batches: 2, batch-size: 16}} | --data cifar10",
                "{augmented: {batches: 2, batch-size: 16}} | --data cifar10",
                "{augmented: {batches: 1, batch-size: 16, augmentation: none}} | --data cifar10",
                "{target: {batches: 2, batch-size: 16}} | --target photos",
                "geometric | --allow-strangers"
            })
    void mixMakesTheSoupThatWasSeasoned(String policy, String option) throws IOException {
        assumeTrue(new Cifar10().isAvailable(DataCache.ofUser()), "SKIPPED: CIFAR-10 is not in the cache");
        for (int seed = 1; seed <= 2; seed++) {
            WideResNet network = new WideResNet(10, 1, Activation.RELU, 2, 3);
            try (Classifier classifier = Classifier.initial(network, Normalisation.none(3), new Seed(seed))) {
                StockpotCheckpoint.write(
                        folder.resolve("net" + seed), classifier, new Provenance(List.of("root"), "{}"));
            }
        }
        Path seasoned = folder.resolve("seasoned.safetensors");
        String[] options = {
            "--batch-norm", policy, "--photos", file("photos"), "--classes", "{named: {names: [dark, light]}}"
        };
        List<String> season = new ArrayList<>(List.of(options));
        season.addAll(List.of("--as-is", "--grid", "{segment: {from: 0.25, to: 0.75, step: 0.25}}"));
        season.addAll(List.of("--report", file("page")));
        if (option.startsWith("--data")) {
            season.addAll(List.of(option.split(" ")));
        }
        if (!policy.equals("geometric")) {
            season.addAll(List.of("--seed", "5"));
        }
        assertThat(run(two("season", seasoned, season))).as(errors.toString()).isZero();
        boolean measured = !policy.equals("geometric");
        assertThat(output.toString().contains("models alone with their own.")).isEqualTo(measured);
        assertThat(folder.resolve("page/report.html")).content().contains("Batch norm of mixtures: running ");
        assertThat(StockpotCheckpoint.open(seasoned).usage())
                .isEqualTo(Usage.of(new ImageSize(3, SIDE, SIDE), List.of("dark", "light")));
        Path mixed = folder.resolve("mixed.safetensors");
        List<String> mix = new ArrayList<>(List.of("--batch-norm", policy, "--weights", weights(seasoned)));
        mix.addAll(List.of(option.replace("photos", file("photos")).split(" ")));
        if (measured) {
            mix.addAll(List.of("--seed", "5"));
        }
        assertThat(run(two("mix", mixed, mix))).as(errors.toString()).isZero();
        assertThat(StockpotCheckpoint.open(mixed).digest())
                .isEqualTo(StockpotCheckpoint.open(seasoned).digest());
    }

    private String[] two(String command, Path out, List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(command, file("net1"), file("net2"), "--out", out.toString()));
        arguments.addAll(more);
        return arguments.toArray(String[]::new);
    }

    private static String weights(Path soup) throws IOException {
        String card = Safetensors.open(soup).metadata().get(ModelCard.KEY);
        return CanonicalJson.read(card, ModelCard.class).ingredients().stream()
                .map(ModelCard.Part::weight)
                .collect(Collectors.joining(","));
    }

    /** Files in half precision are judged in float32, and the soup is not rounded after it was judged. */
    @Test
    void writesTheSoupThatWasJudged() throws IOException {
        for (String name : List.of("eager", "shy")) {
            try (Scope scope = Scope.open();
                    StateDict single = WeightFiles.read(folder.resolve(name));
                    StateDict half = new StateDict()) {
                single.names()
                        .forEach(tensor -> half.put(tensor, single.get(tensor).to(ScalarType.Half)));
                Safetensors.write(folder.resolve(name), half, Map.of());
            }
        }
        Path out = folder.resolve("soup.safetensors");
        String network = "{softmax-regression: {side: " + SIDE + ", classes: 2, channels: 3}}";
        assertThat(season("--architecture", network, "--grid", "{simplex: {denominator: 3}}", "--out", out.toString()))
                .as(errors.toString())
                .isZero();
        assertThat(weights(out)).contains("1/3");
        assertThat(Safetensors.open(out).type("linear.bias")).isEqualTo("F32");
        try (Ingredient eager = half("eager");
                Ingredient shy = half("shy");
                Soup soup = new Soup(List.of(eager, shy), new BatchNormPolicy.Interpolate())) {
            assertThat(StockpotCheckpoint.open(out).digest())
                    .isEqualTo(soup.mix(MixingWeights.parse(weights(out)))
                            .weights()
                            .digest());
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // the ingredient owns the classifier
    private Ingredient half(String name) throws IOException {
        ForeignNotes notes = ForeignNotes.of(new SoftmaxRegression(SIDE, 2, 3));
        return new Ingredient(
                name, CheckpointFile.open(folder.resolve(name), notes).load(), new Provenance(List.of("root"), ""));
    }

    @Test
    void checksWhereToWriteBeforeTheSearch() throws IOException {
        Files.writeString(folder.resolve("file"), "mine");
        assertThat(season("--outcomes", file("file/o.json"))).isEqualTo(1);
        assertThat(errors.toString()).contains("--outcomes: '" + file("file") + "' is a file, not a folder");
        assertThat(season("--report", file("file"))).isEqualTo(1);
        assertThat(errors.toString()).contains("--report: '" + file("file") + "' is a file, not a folder");
        assertThat(season("--out", folder.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("--out: '" + folder + "' is a folder; name a file in it");
        Files.move(folder.resolve("eager"), folder.resolve("eager.safetensors"));
        String eager = file("eager.safetensors");
        assertThat(run("season", eager, file("shy"), "--photos", file("photos"), "--out", eager))
                .isEqualTo(1);
        assertThat(errors.toString()).contains("is one of the ingredients").doesNotContain("images choose the soup");
        assertThat(output.toString()).isEmpty();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("eager.safetensors", "shy", "photos", "file");
    }

    /** Rights do not show it: even the owner of the machine makes no files there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void findsPlacesThatTakeNoFilesByTrying() {
        assertThat(season("--outcomes", "/proc/o.json")).isEqualTo(1);
        assertThat(errors.toString()).contains("--outcomes: nothing can be written to '/proc'");
        assertThat(output.toString()).isEmpty();
    }

    @Test
    void writesTheRestWhenOneOutputFails() {
        // the outcomes are put where the page wants a folder
        String soup = file("soup.safetensors");
        assertThat(season("--out", soup, "--report", file("page"), "--outcomes", file("page")))
                .isEqualTo(1);
        assertThat(errors.toString()).contains(file("page"));
        assertThat(output.toString()).contains("Soup: ", "Expect ", "soup: " + soup);
        assertThat(folder.resolve("page")).isNotEmptyFile();
    }

    /** Checked before the search, which prints nothing then. */
    @Test
    void refusesOutcomesInThePlaceOfTheSoupOrAnIngredient() throws IOException {
        assertThat(season("--out", file("one.safetensors"), "--outcomes", file("./one.safetensors")))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--outcomes must be a file *.json, unlike");
        byte[] before = Files.readAllBytes(folder.resolve("shy"));
        assertThat(season("--outcomes", file("shy"))).isEqualTo(1);
        assertThat(errors.toString()).contains("is one of the ingredients");
        assertThat(folder.resolve("shy")).hasBinaryContent(before);
        assertThat(output.toString()).isEmpty();
    }

    @Test
    void keepsEndingsInNamesThatDifferInNothingElse() throws IOException {
        Files.move(folder.resolve("eager"), folder.resolve("best.pt"));
        Files.move(folder.resolve("shy"), folder.resolve("best.safetensors"));
        String[] pair = {
            "season",
            file("best.pt"),
            file("best.safetensors"),
            "--photos",
            file("photos"),
            "--grid",
            "{simplex: {denominator: 4}}"
        };
        assertThat(run(pair)).as(errors.toString()).isZero();
        assertThat(output.toString()).contains("0.5 best.pt + 0.5 best.safetensors");
        pair[2] = pair[1];
        assertThat(run(pair)).isEqualTo(1);
        assertThat(errors.toString()).contains("a file is named twice: ");
    }

    /** Ten pictures of each class have one last digit: as groups, they count as one. */
    @Test
    void countsGroupsOfPictures() throws IOException {
        writePictures(100);
        Path soup = folder.resolve("soup.safetensors");
        String group = "([a-z]+/[0-9]?)";
        int code = season(
                "--group",
                group,
                "--held-out",
                "60",
                "--grid",
                "{simplex: {denominator: 4}}",
                "--out",
                soup.toString());
        assertThat(code).as(errors.toString()).isZero();
        assertThat(output.toString())
                .containsPattern("on unseen images of this kind, as on 60 held-out images of [67] groups")
                .containsPattern("images of 1[0-9] groups that chose it")
                .contains("each image judged by soups chosen without it and its group");
        assertThat(errors.toString()).contains("groups only, of which one may decide");
        assertThat(folder.resolve("soup.md")).content().containsPattern("photos, held out, of [67] groups");
    }

    @Test
    void refusesARaceOfGroups() {
        assertThat(season("--group", "/(.)", "--held-out", "20", "--search", "race"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--group needs --search exhaustive");
    }
}
