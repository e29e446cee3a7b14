package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every option of every command acts, or is wrong usage: none is taken and ignored. The table says which does what in
 * which situation, and is complete.
 */
class OptionsTest {
    private static final Set<String> OF_ALL_COMMANDS = Set.of("--help", "--version", "--debug", "--threads", "--quiet");

    /** Options that act in every situation, or are refused by guards of their values alone. */
    private static final Map<String, List<String>> ALWAYS = Map.of(
            "run", List.of("--plan", "--clean", "--runs"),
            "report", List.of("--runs", "--open"),
            // networks and normalisations that files state themselves are held against those that are told
            "evaluate",
                    List.of(
                            "--data",
                            "--photos",
                            "--images",
                            "--condition",
                            "--batch-size",
                            "--work",
                            "--fresh",
                            "--as-is",
                            "--architecture",
                            "--normalisation"),
            "mix",
                    List.of(
                            "--weights",
                            "--layers",
                            "--batch-norm",
                            "--allow-strangers",
                            "--architecture",
                            "--normalisation"),
            "inspect", List.of("--tensors", "--architecture", "--normalisation"),
            "season",
                    List.of(
                            "--photos",
                            "--resize",
                            "--crop",
                            "--classes",
                            "--skip-unreadable",
                            "--as-is",
                            "--grid",
                            "--unlabelled",
                            "--seed",
                            "--batch-size",
                            "--batch-norm",
                            "--allow-strangers",
                            "--architecture",
                            "--normalisation"),
            "install-shell", List.of("--prefix"),
            "convert", List.of("--architecture", "--normalisation"),
            "diagnose", List.of("--ancestor", "--data", "--architecture"),
            "data", List.of("--cache", "--data", "--out", "--seed"));

    private static final String FOLDERS = "evaluate nowhere --data mnist";
    private static final String CLEAN = "evaluate nowhere --data mnist --condition clean";
    private static final String ROBUST = "evaluate nowhere --data mnist --condition Linf_8/255";
    private static final String MIX = "mix a b --weights 0.5,0.5 --out s.safetensors";
    private static final String SEASON = "season a b --photos photos";
    private static final String SERVE = "serve a b --photos photos";
    private static final String NO_PICTURES =
            "is for pictures of --photos FOLDER, and test images of a data set are shown";
    private static final String CHOOSE = " --batch-norm reestimate";
    private static final String NO_THREAT = "is for threats, and no condition is one";
    private static final String NO_FOLDER = "is for pictures of --photos FOLDER, and 'mnist' is a data set";
    private static final String NO_IMAGES = "is for --batch-norm reestimate, augmented or target";
    private static final String NO_DATA = "is for measuring accuracy, which needs --data";
    private static final String OWN = "is for files of other programs, and ";
    private static final String ACTS = "";

    /** What is typed, and what is said; nothing where all options act. Underscores stand for spaces in an argument. */
    private static final String[][] SITUATIONS = {
        {FOLDERS + " --classes numeric", "--classes " + NO_FOLDER},
        {FOLDERS + " --resize 64", "--resize " + NO_FOLDER},
        {FOLDERS + " --resize 64 --crop 64", "--resize " + NO_FOLDER},
        {FOLDERS + " --crop 64", "--crop " + NO_FOLDER},
        {"evaluate nowhere --photos photos --classes numeric --resize 9 --crop 8", ACTS},
        {"evaluate nowhere --photos photos --work w --cache c", "--cache is for fetched data and finished blocks"},
        {"evaluate nowhere --photos photos --cache c", ACTS},
        {"evaluate nowhere --photos photos --data cifar10", ACTS},
        {"evaluate nowhere --data photos --resize 9", ACTS},
        {"evaluate nowhere", "say what to measure on: --data NAME for the test images"},
        {"season a b --images photos --cache c", ACTS},
        {FOLDERS + " --work w --cache c", ACTS},
        {CLEAN + " --attack pgd", "--attack " + NO_THREAT},
        {CLEAN + " --seed 1", "--seed " + NO_THREAT},
        {CLEAN + " --minutes 1", "--minutes " + NO_THREAT},
        {CLEAN + " --ascent bfloat16", "--ascent " + NO_THREAT},
        {CLEAN + " --save-examples x.npz", "--save-examples " + NO_THREAT},
        {CLEAN + " --union-only", "--union-only needs at least two threats"},
        {ROBUST + " --union-only", "--union-only needs at least two threats"},
        {ROBUST + " --condition L2_0.5 --union-only", ACTS},
        {ROBUST + " --condition L2_0.5 --union-only --save-examples x.npz", "--save-examples needs every threat"},
        {ROBUST + " --minutes 1 --save-examples x.npz", "--save-examples needs a finished evaluation"},
        {ROBUST + " --attack pgd --seed 1 --minutes 1 --json x.json", ACTS},
        {ROBUST + " --attack pgd --ascent bfloat16", "--ascent is for APGD, and no attack is one that is made here"},
        {ROBUST + " --attack square --ascent float32", "--ascent is for APGD"},
        {"evaluate nowhere --data mnist --condition Linf_0 --ascent bfloat16", "--ascent is for APGD"},
        {"evaluate nowhere --data mnist --condition Linf_0..2/255_by_1/255 --ascent bfloat16", ACTS},
        {ROBUST + " --attack {cascade:_{attacks:_[square,_apgd]}} --ascent bfloat16", ACTS},
        {ROBUST + " --attack autoattack --ascent bfloat16 --save-examples x.npz", ACTS},
        {ROBUST + " --save-examples x.zip", "--save-examples must be a file *.npz, unlike 'x.zip'"},
        {CLEAN + " --json x.npz", "--json must be a file *.json, unlike 'x.npz'"},
        {CLEAN + " --json s", ACTS},
        {"evaluate a --photos photos --map ^a=", "--map " + OWN + "'a' describes itself"},
        {"evaluate a --photos photos --state-dict ema", "--state-dict " + OWN},
        {"evaluate foreign --photos photos --map ^nothing=", "--map: no name of a tensor matches '^nothing'"},
        {"inspect a --map ^a=", "--map " + OWN},
        {"inspect a --state-dict ema", "--state-dict " + OWN},
        {"inspect foreign --map ^linear=fc", ACTS},
        {"inspect foreign --map ^nothing=", "--map: no name of a tensor matches '^nothing'"},
        {"convert a x.onnx --map ^a=", "--map " + OWN},
        {"convert a x.onnx --state-dict ema", "--state-dict " + OWN},
        {"convert a x.pt", "OUT must be a file *.safetensors, *.onnx or *.pth, unlike 'x.pt'"},
        {"convert nowhere x.onnx --data mnist --classes cifar10", ACTS},
        {"convert a x.onnx --classes cat,dog", "--classes: there are 2 class names, and the network has 10 classes"},
        {MIX + " --data mnist", ACTS},
        {MIX + " --seed 1", "--seed " + NO_IMAGES},
        {MIX + " --cache c", "--cache " + NO_IMAGES},
        {MIX + CHOOSE, "--batch-norm reestimate needs --data"},
        {MIX + " --batch-norm augmented", "--batch-norm augmented needs --data"},
        {MIX + " --batch-norm geometric", ACTS},
        {MIX + " --batch-norm geometric --seed 1", "--seed " + NO_IMAGES},
        {MIX + " --target photos", "--target is for --batch-norm target"},
        {"mix nowhere b --weights 1,0 --out s.safetensors --batch-norm target --target photos --seed 1", ACTS},
        {MIX + " --batch-norm target --target photos", "--batch-norm target is for running statistics"},
        {MIX + CHOOSE + " --data mnist --seed 1 --cache c", "--batch-norm reestimate is for running statistics"},
        {MIX + " --map ^a=", "--map " + OWN + "all of these describe themselves"},
        {MIX + " --state-dict ema", "--state-dict " + OWN},
        {"mix nowhere b --weights 1,0 --out s.safetensors" + CHOOSE + " --data mnist --seed 1 --cache c", ACTS},
        {"mix a foreign --weights 1,0 --out s.safetensors --map (linear)=$1", ACTS},
        {"mix a b --weights 0.5,0.5 --out s.pth", "--out must be a file *.safetensors, unlike 's.pth'"},
        {"mix a b --weights 0.5,0.5 --out s.onnx", "'stockpot convert soup.safetensors soup.onnx'"},
        {"mix a b --weights 0.5,0.5 --out s", "--out must be a file *.safetensors, unlike 's'"},
        {SEASON + " --cache c", ACTS},
        {SEASON + " --work w", ACTS},
        {SEASON + " --work w --cache c", "--cache " + NO_IMAGES + ", and --work is where finished mixtures are kept"},
        {SEASON + " --work w --data mnist" + CHOOSE + " --cache c", "is for running statistics"},
        {SEASON + " --quick", ACTS},
        {SEASON + " --batch-norm geometric", ACTS},
        {SEASON + " --target photos", "--target is for --batch-norm target"},
        {SEASON + " --batch-norm target --target photos", "is for running statistics"},
        {SEASON + " --quick --grid {simplex:_{denominator:_2}}", "--grid names the mixtures, as --quick does"},
        {SEASON + " --condition Linf_8/255", ACTS},
        {SEASON + " --condition Linf_8/255 --attack pgd --attacked 9 --among-equals robust", ACTS},
        {SEASON + " --condition clean", "--condition: clean accuracy is always measured; name a threat"},
        {SEASON + " --condition Linf_8/255 --condition Linf_8/255", "two conditions are called 'Linf 8/255'"},
        {SEASON + " --attack pgd", "--attack " + NO_THREAT},
        {SEASON + " --attacked 9", "--attacked " + NO_THREAT},
        {SEASON + " --condition Linf_8/255 --attacked 0", "--attacked must be at least 1"},
        {SEASON + " --among-equals robust", "--among-equals " + NO_THREAT},
        {SEASON + " --condition Linf_8/255 --among-equals last", "--among-equals must be first or robust, not 'last'"},
        {SEASON + " --keep Linf_8/255_>=_30_%", ACTS},
        {SEASON + " --keep Linf_8/255_>=_30_% --attack pgd --attacked 9", ACTS},
        {SEASON + " --keep Linf_8/255_>=_0.3", "--keep: 'Linf 8/255 >= 0.3' is not a threat and a least accuracy"},
        {SEASON + " --keep Linf_8/255_>=_300_%", "--keep: an accuracy lies between 0 % and 100 %"},
        {SEASON + " --keep Linf_8/255_>=_30_% --among-equals robust", "--keep takes the most accurate soup"},
        {SEASON + " --keep Linf_8/255_>=_30_% --search race --held-out 20", "a race does not rank all mixtures"},
        {SEASON + " --condition Linf_8/255 --search race --held-out 20", ACTS},
        {
            SEASON + " --condition Linf_8/255 --among-equals robust --search race --held-out 20",
            "--keep and --among-equals robust need --search exhaustive"
        },
        {SEASON + " --data mnist", ACTS},
        {SEASON + " --data mnist --classes numeric", ACTS},
        {SEASON + " --data mnist --classes numeric --cache c" + CHOOSE, "is for running statistics"},
        {SEASON + " --map ^a=", "--map " + OWN},
        {SEASON + " --state-dict ema", "--state-dict " + OWN},
        {SEASON + " --group /(.*)_[0-9]+", ACTS},
        {SEASON + " --group /(.*)_[0-9]+ --search race --held-out 20", "--group needs --search exhaustive"},
        {SEASON + " --search race", "add --held-out"},
        {SEASON + " --search race --held-out 20", ACTS},
        {SEASON + " --search race --held-out 20 --outcomes o.json", "--outcomes needs --search exhaustive"},
        {SEASON + " --outcomes o.json --report page", ACTS},
        {SEASON + " --outcomes o.csv", "--outcomes must be a file *.json, unlike 'o.csv'"},
        {SEASON + " --report page.html", "--report must be a folder, unlike 'page.html'"},
        {SEASON + " --out soup.onnx", "--out must be a file *.safetensors, unlike 'soup.onnx'"},
        {"serve a b", "say what pictures to show: --photos FOLDER for your own, or --data NAME"},
        {"serve a b --data mnist --classes numeric", "--classes " + NO_PICTURES},
        {"serve a b --data mnist --resize 9", "--resize " + NO_PICTURES},
        {"serve a b --data mnist --crop 9", "--crop " + NO_PICTURES},
        {"serve a b --data mnist --skip-unreadable", "--skip-unreadable " + NO_PICTURES},
        {"serve a --data mnist", "'a' alone is no soup; name at least two models, or a recipe, a file *.yaml"},
        {"serve a r.yaml --data mnist", "a recipe stands alone: its models are mixed, and no others"},
        {"serve a b --data mnist --set seed=1", "--set is for a recipe, and models are named"},
        {"serve r.yaml --batch-norm geometric", "--batch-norm is for models, and the recipe says it of the soup"},
        {"serve nowhere.yaml --set models={} --set models.a=1 --runs photos", ACTS},
        {"serve a b --data mnist --images 0", "--images must be at least 1, not 0"},
        {"serve a b --data mnist --port 70000", "--port must be from 1 to 65535, or 0 for a free one, not 70000"},
        {"serve a b --data mnist --seed 1", "--seed " + NO_IMAGES},
        {"serve a b --data mnist --map ^a=", "--map " + OWN},
        {"serve a b --data mnist --state-dict ema", "--state-dict " + OWN},
        {"serve a b --data mnist --target photos", "--target is for --batch-norm target"},
        {SERVE + " --cache c", "--cache is for fetched data, and pictures of a folder are shown"},
        {SERVE + " --data mnist" + CHOOSE + " --cache c --seed 1", "is for running statistics"},
        {SERVE + " --images 9 --as-is --outcomes o.json --out s --host localhost --port 0", ACTS},
        {SERVE + " --batch-norm geometric --allow-strangers", ACTS},
        {"serve a nowhere --photos photos --architecture x --normalisation y", "--normalisation: "},
        {SERVE + " --classes numeric --resize 9 --crop 8 --skip-unreadable --data mnist", ACTS},
        {"diagnose a b --images 5", "--images " + NO_DATA},
        {"diagnose a b --points 3", "--points " + NO_DATA},
        {"diagnose a b --seed 3", "--seed " + NO_DATA},
        {"diagnose a b --cache c", "--cache " + NO_DATA},
        {"diagnose a b --data mnist --seed 3", "--seed is for re-estimating batch norm, and these models have none"},
        {"diagnose nowhere b --data mnist --images 5 --points 3 --seed 3 --cache c", ACTS},
        {"diagnose foreign foreign --normalisation {mean:_[0],_deviation:_[1]}", "--normalisation " + NO_DATA},
        {"diagnose a b --normalisation {mean:_[0,0,0],_deviation:_[1,1,1]}", ACTS},
        {"diagnose a b --map ^a=", "--map " + OWN},
        {"diagnose a b --state-dict ema", "--state-dict " + OWN},
        {"run r.yaml --set seed=1 --set seed=2", "--set seed is undone by a later --set seed; leave one out"},
        {"run r.yaml --set models.a.b=1 --set models={}", "--set models.a.b is undone by a later --set models;"},
        {"run r.yaml --plan --open", "--open is for a report, and --plan writes none"},
        {"run r.yaml --plan --cache c", "--cache is for fetched data, and this recipe has none"},
        {"report r.yaml --cache c", "--cache is for fetched data, and this recipe has none"},
        {"report r.yaml --set seed=1 --set seed=2", "--set seed is undone"},
        {"run nowhere.yaml --set models={} --set models.a=1 --cache c", ACTS},
        {"results nowhere.yaml --out page.html", "--out must be a file *.md, unlike 'page.html'"},
        {"data corrupt --sheet s.jpg", "--sheet must be a file *.png, unlike 's.jpg'"},
        {"data corrupt --sheet s.png --images 9", "--images is for --out FOLDER"},
        {"data corrupt", "give --out FOLDER, --sheet FILE, or both"},
        {"data corrupt --out c --all --corruption fog", "--all and --corruption exclude each other"},
        {"data fetch mnist cifar10 --directory x", "--directory goes with one data set, not several"},
    };

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        for (String name : List.of("a", "b", "foreign")) {
            SoftmaxRegression network = new SoftmaxRegression(8, 10, 3);
            try (Classifier classifier =
                    Classifier.initial(network, Normalisation.none(3), new Seed(name.hashCode()))) {
                if (name.equals("foreign")) {
                    Safetensors.write(folder.resolve(name), classifier.weights(), Map.of());
                } else {
                    StockpotCheckpoint.write(
                            folder.resolve(name), classifier, new Provenance(List.of("root", name), "{}"));
                }
            }
        }
        Files.createDirectories(folder.resolve("photos"));
        Files.writeString(folder.resolve("r.yaml"), """
                models: {a: {checkpoint: a}, b: {checkpoint: b}}
                shifts: {n: {images: {numpy-images: {images: x.npy, labels: y.npy}}}}
                seasonings: {s: {ingredients: [a, b], weights: {simplex: {denominator: 1}}, best: 1}}
                """);
    }

    static Stream<String[]> situations() {
        return Arrays.stream(SITUATIONS);
    }

    @ParameterizedTest
    @MethodSource("situations")
    void actsOrIsRefused(String typed, String said) {
        int code = Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(Arrays.stream(typed.split(" ")).map(this::argument).toArray(String[]::new));
        String heard = errors.toString().replace(folder + "/", "");
        if (said.equals(ACTS)) {
            assertThat(code).as(heard).isNotEqualTo(2);
            assertThat(heard).doesNotContain("is for");
        } else {
            assertThat(heard).contains(said);
            assertThat(code).as(heard).isEqualTo(2);
            assertThat(output.toString()).isEmpty();
        }
    }

    /** Files are those of the test. */
    private String argument(String word) {
        boolean file = word.matches("a|b|c|w|s|foreign|nowhere|photos|page|[a-z]+\\.(yaml|json|npz|safetensors)");
        return file ? folder.resolve(word).toString() : word.replace('_', ' ');
    }

    @Test
    void everyOptionOfEveryCommandIsInTheTable() {
        Set<String> lacking = new TreeSet<>();
        Stockpot.commandLine().getSubcommands().forEach((name, command) -> {
            for (String option : options(command)) {
                boolean seen = ALWAYS.getOrDefault(name, List.of()).contains(option)
                        || Arrays.stream(SITUATIONS)
                                .map(row -> List.of(row[0].split(" ")))
                                .anyMatch(words -> words.get(0).equals(name) && words.contains(option));
                if (!seen) {
                    lacking.add(name + " " + option);
                }
            }
        });
        assertThat(lacking).isEmpty();
    }

    private static List<String> options(CommandLine command) {
        List<String> names = new ArrayList<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            names.add(option.longestName());
        }
        command.getSubcommands().values().forEach(below -> names.addAll(options(below)));
        names.removeAll(OF_ALL_COMMANDS);
        return names;
    }
}
