package io.stockpot.cli;

import io.stockpot.recipe.LivePage;
import io.stockpot.recipe.RecipeSteps;
import io.stockpot.run.Estimate;
import io.stockpot.run.Failures;
import io.stockpot.run.Leftovers;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.Torch;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Cooks a recipe: does all its steps that are not done yet. */
@Command(
        name = "run",
        description = "Cooks a recipe, from data to report. What is done already is not done again; a killed run"
                + " goes on where it stopped.",
        footer = "stockpot run recipes/quickstart.yaml --set evaluate.images=50",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions options;

    @Option(names = "--plan", description = "Only show the steps, and which are done.")
    private boolean planOnly;

    @Option(
            names = "--clean",
            description = "First delete what interrupted runs have left of steps that are not this recipe's; with"
                    + " --plan, only list it.")
    private boolean clean;

    @Override
    public Integer call() throws IOException {
        IdleOptions.refuse(command, planOnly, List.of("--open"), "is for a report, and --plan writes none");
        PrintWriter output = command.commandLine().getOut();
        RecipeSteps steps = options.steps();
        steps.remarks().forEach(remark -> command.commandLine().getErr().println("stockpot: warning: " + remark));
        command.commandLine().getErr().flush();
        RunStore store = options.store();
        Plan plan = Plan.of(steps.targets(), steps.order(), store);
        if (clean) {
            clean(store.leftBesides(plan), output);
        }
        if (planOnly) {
            output.println(plan.with(Estimate.of(plan), MachineInWords.text()));
            output.flush();
            return ExitCode.OK;
        }
        cook(steps, store, plan);
        options.tellResults(steps, store, plan, output);
        Leftovers left = store.leftBesides(plan);
        if (!left.directories().isEmpty() && !Console.isQuiet(command)) {
            output.println("left by unfinished steps of other recipes, or of this one before a change: " + size(left)
                    + "; --clean deletes it, --clean --plan lists it");
            output.flush();
        }
        return ExitCode.OK;
    }

    /** Says what is to do, how long it will take about, and where to look; then does it. */
    private void cook(RecipeSteps steps, RunStore store, Plan plan) throws IOException {
        Optional<Estimate> estimate = Optional.empty();
        int number = plan.toDo().size();
        if (number > 0) {
            say(number + (number == 1 ? " step" : " steps") + " to do; seeing how fast this machine is");
            estimate = estimate(plan);
        }
        LivePage page = new LivePage(steps, store, estimate, System::nanoTime);
        if (number > 0) {
            say("page: " + page.path() + " (fills itself while steps finish)");
        }
        new Runner(store, page.watching(Console.progress(command)), Torch::returnFreeMemory, page).run(plan);
    }

    /** Estimates how long a run takes; what cannot be measured does not keep it from being run. */
    private Optional<Estimate> estimate(Plan plan) throws IOException {
        try {
            Estimate estimate = Estimate.of(plan);
            say(estimate.time() + " on " + MachineInWords.text());
            return Optional.of(estimate);
        } catch (RuntimeException failure) {
            say("how long it takes cannot be told: " + Failures.describe(failure));
            return Optional.empty();
        }
    }

    private void say(String line) {
        if (!Console.isQuiet(command)) {
            PrintWriter errors = command.commandLine().getErr();
            errors.println(line);
            errors.flush();
        }
    }

    private void clean(Leftovers left, PrintWriter output) throws IOException {
        left.directories().forEach(directory -> output.println("left by an unfinished step: " + directory));
        left.pages().forEach(page -> output.println("page of a run: " + page));
        output.println((planOnly ? "to delete: " : "deleted: ") + size(left));
        output.flush();
        if (!planOnly) {
            left.delete();
        }
    }

    private static String size(Leftovers left) throws IOException {
        int count = left.directories().size();
        return String.format(
                Locale.ROOT, "%d %s, %.1f MB", count, count == 1 ? "folder" : "folders", left.bytes() / 1e6);
    }
}
