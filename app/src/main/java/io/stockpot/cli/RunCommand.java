package io.stockpot.cli;

import io.stockpot.recipe.RecipeSteps;
import io.stockpot.run.Plan;
import io.stockpot.run.RunStore;
import io.stockpot.run.Runner;
import io.stockpot.tensor.Torch;
import java.io.IOException;
import java.io.PrintWriter;
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
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Mixin
    private RunOptions options;

    @Option(names = "--plan", description = "Only show the steps, and which are done.")
    private boolean planOnly;

    @Override
    public Integer call() throws IOException {
        PrintWriter output = command.commandLine().getOut();
        RecipeSteps steps = options.steps();
        steps.remarks().forEach(remark -> command.commandLine().getErr().println("stockpot: warning: " + remark));
        command.commandLine().getErr().flush();
        RunStore store = options.store();
        Plan plan = Plan.of(steps.targets(), store);
        if (planOnly) {
            output.println(plan);
            output.flush();
            return ExitCode.OK;
        }
        new Runner(store, ConsoleProgress.of(command.commandLine().getErr()), Torch::returnFreeMemory).run(plan);
        options.tellResults(steps, store, plan, output);
        return ExitCode.OK;
    }
}
