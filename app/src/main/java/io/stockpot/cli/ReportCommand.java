package io.stockpot.cli;

import io.stockpot.base.Progress;
import io.stockpot.recipe.RecipeSteps;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.Torch;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Writes the report of a recipe anew, and what it exports, from outcomes that are there; measures nothing. */
@Command(
        name = "report",
        description = "Writes the report of a recipe whose models and soups have been measured, and says where it is.",
        footer = "stockpot report recipes/quickstart.yaml",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws IOException {
        RecipeSteps steps = options.steps();
        RunStore store = options.store();
        Plan plan = Plan.again(steps.report(), store);
        List<String> missing = plan.toDo().stream()
                .filter(entry -> entry.step() != steps.report())
                .map(entry -> entry.step().name())
                .toList();
        if (!missing.isEmpty()) {
            // a run does nothing for a report that is there
            String first = store.find(plan.key(steps.report()))
                    .map(directory -> "delete '" + directory + "', then ")
                    .orElse("");
            throw new IOException("these steps are not done yet: " + String.join(", ", missing) + "; " + first
                    + "'stockpot run' does them and writes the report");
        }
        new Runner(store, Progress.NONE, Torch::returnFreeMemory).run(plan);
        PrintWriter output = command.commandLine().getOut();
        options.tellResults(steps, store, plan, output);
        return ExitCode.OK;
    }
}
