package io.stockpot.cli;

import io.stockpot.cli.usage.Outputs;
import io.stockpot.recipe.Export;
import io.stockpot.recipe.Exporter;
import io.stockpot.recipe.Recipe;
import io.stockpot.recipe.RecipeImages;
import io.stockpot.recipe.RecipeSteps;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all commands about recipes understand. */
final class RunOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private DataOptions data;

    @Parameters(paramLabel = "RECIPE", description = "The recipe, a YAML file.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Change the recipe, e.g. models.linf.train.epochs=2; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            defaultValue = "runs",
            description = "Where finished steps are kept (default: ${DEFAULT-VALUE}).")
    private Path runs;

    @Option(names = "--open", description = "Opens the report in the browser when it is written.")
    private boolean open;

    RecipeSteps steps() throws IOException {
        requireSettingsThatLast(overrides, command);
        Recipe recipe = Recipe.read(file, overrides);
        recipe.export().ifPresent(export -> Outputs.requireFolder("export.folder", Path.of(export.folder()), command));
        IdleOptions.refuse(
                command, recipe.data().isEmpty(), List.of("--cache"), "is for fetched data, and this recipe has none");
        return new RecipeSteps(recipe, title(file), repeated(), new RecipeImages(recipe.data(), data.cache()));
    }

    /** Returns the title of a recipe that has none. */
    static String title(Path file) {
        return file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    }

    /** Returns the command that makes the report, whichever command writes it now. */
    private List<String> repeated() {
        List<String> words = new ArrayList<>(List.of("stockpot", "run", file.toString()));
        overrides.forEach(override -> words.addAll(List.of("--set", override)));
        return words;
    }

    /** Refuses a change that a later one undoes. */
    static void requireSettingsThatLast(List<String> overrides, CommandSpec command) {
        List<String> paths = overrides.stream()
                .map(override -> override.split("=", 2)[0].strip())
                .toList();
        for (int later = 1; later < paths.size(); later++) {
            String path = paths.get(later);
            for (String earlier : paths.subList(0, later)) {
                if (earlier.equals(path) || earlier.startsWith(path + ".")) {
                    throw new ParameterException(
                            command.commandLine(),
                            "--set " + earlier + " is undone by a later --set " + path + "; leave one out");
                }
            }
        }
    }

    /** Prints what was learnt and where the report is, writes what the recipe exports, and opens the report. */
    void tellResults(RecipeSteps steps, RunStore store, Plan plan, PrintWriter output) throws IOException {
        Path directory = store.find(plan.key(steps.report())).orElseThrow();
        Path page = steps.report().read(directory);
        steps.answer(page).forEach(output::println);
        output.println("report: " + page);
        store.markLatest(directory);
        if (steps.export().isPresent()) {
            Export export = steps.export().get();
            List<Path> written = new Exporter(steps, store, plan).write(export);
            output.println("export: " + export.folder() + ", " + written.size()
                    + (written.size() == 1 ? " model" : " models") + " and all outcomes");
        }
        output.flush();
        if (open) {
            Browser.of(System.getProperty("os.name")).open(page);
        }
    }

    RunStore store() {
        return new RunStore(runs);
    }
}
