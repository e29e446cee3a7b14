package io.stockpot.cli;

import io.stockpot.model.Classifier;
import io.stockpot.serve.Knowledge;
import io.stockpot.serve.OutcomeFiles;
import io.stockpot.serve.Page;
import io.stockpot.serve.Photos;
import io.stockpot.serve.Places;
import io.stockpot.serve.Served;
import io.stockpot.serve.SoupWriter;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.Soup;
import io.stockpot.soup.StatisticsMemory;
import io.stockpot.soup.StatisticsSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Opens a page in which mixing weights are moved by hand. */
@Command(
        name = "serve",
        description = "Opens a page for your browser, on which you move the weights of a soup and see at once what it"
                + " answers to your pictures, and what is known of mixtures near by: of some models, or of those that a"
                + " recipe has made. Only this machine is served, until Ctrl-C.",
        footer = "stockpot serve a.pth b.pth --photos my-photos --data cifar10 --out soups",
        modelTransformer = ServeRecipe.OneWillDo.class,
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final int PORTS = 65_535;

    @Spec
    private CommandSpec command;

    @Mixin
    private IngredientOptions models;

    @Mixin
    private ServeImages images;

    @Mixin
    private ServeRecipe recipe;

    @Option(
            names = "--outcomes",
            paramLabel = "FILE",
            description = "Show what was measured before, which 'season --outcomes' or a recipe's export wrote; may be"
                    + " repeated.")
    private List<Path> outcomes = new ArrayList<>();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Write soups there that are taken away from the page, and labels of pictures that have none.")
    private Path out;

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            description =
                    "Also list the runs of this folder, with their pages, and how far one is that is being cooked; of"
                            + " a recipe, where its finished steps are kept (default: runs).")
    private Path runs;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Serve at this address of the machine (default: ${DEFAULT-VALUE}, which no other machine can"
                    + " reach). Whoever has the link sees all; nothing is encrypted.")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Serve at this port (default: a free one).")
    private int port;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean ofRecipe = recipe.isNamed(models.paths());
        images.requireSense(models.data().isPresent(), ofRecipe);
        requirePort();
        requireRuns();
        models.refuseUnlessReestimated(List.of("--seed"), ", which is not chosen");
        IdleOptions.refuse(
                command,
                images.ofFolder() && !ofRecipe && !models.policy().needsImages(),
                List.of("--cache"),
                "is for fetched data, and pictures of a folder are shown");
        if (ofRecipe) {
            runs = runs == null ? Path.of("runs") : runs;
            ServeTopic topic = recipe.topic(models, runs, images.needsOthers(models));
            serve(topic, models.open());
        } else {
            MixFiles files = models.open();
            serve(ofModels(files), files);
        }
        return ExitCode.OK;
    }

    private static ServeTopic ofModels(MixFiles files) {
        List<String> names = ModelNames.of(files.files());
        return new ServeTopic("A soup of " + String.join(", ", names), new Knowledge(names), Optional.empty());
    }

    private void serve(ServeTopic topic, MixFiles files) throws IOException, InterruptedException {
        Knowledge known = topic.known();
        for (Path file : outcomes) {
            known = OutcomeFiles.read(file, known);
        }
        try (Ingredients ingredients = Ingredients.load(files, known.ingredients())) {
            models.warnOfNotFinite(ingredients);
            Classifier first = ingredients.all().get(0).classifier();
            Photos photos = images.load(first, files.usage(), topic.images(), models);
            Optional<SoupWriter> writer = out == null ? Optional.empty() : Optional.of(ServeOutput.open(out, models));
            StatisticsSource source =
                    models.statistics(PictureSize.asTheyAre(), Optional.empty()).remembering(new StatisticsMemory());
            try (Soup soup = new Soup(ingredients.all(), models.spelledOut(files, source), source)) {
                serve(new Served(
                        topic.title(),
                        soup,
                        files.files().stream()
                                .map(file -> file.path().toString())
                                .toList(),
                        photos,
                        known,
                        models.mixLine(Path.of(".")),
                        writer,
                        new Places(images.files(photos), Optional.ofNullable(out), Optional.ofNullable(runs))));
            }
        }
    }

    private void requireRuns() {
        if (runs != null && !Files.isDirectory(runs)) {
            throw new ParameterException(
                    command.commandLine(), "--runs: there is no folder '" + runs + "'; name one, or leave it out");
        }
    }

    private void requirePort() {
        if (port < 0 || port > PORTS) {
            throw new ParameterException(
                    command.commandLine(), "--port must be from 1 to " + PORTS + ", or 0 for a free one, not " + port);
        }
    }

    private void serve(Served served) throws IOException, InterruptedException {
        try (Page page = Page.open(served, host, port)) {
            PrintWriter output = command.commandLine().getOut();
            output.println("page: " + page.address() + " (Ctrl-C ends it)");
            output.flush();
            new CountDownLatch(1).await();
        }
    }
}
