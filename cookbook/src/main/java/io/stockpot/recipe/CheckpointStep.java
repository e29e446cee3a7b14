package io.stockpot.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.model.Adaptation;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.Usage;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.report.Repetition;
import io.stockpot.run.Inputs;
import io.stockpot.run.Work;
import io.stockpot.tensor.StateDict;
import io.stockpot.text.CanonicalJson;
import io.stockpot.train.ModelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The taking over of weights from a file, so that later steps need the file no more. Its key says what
 * the file holds, not where it lies.
 *
 * @param name of the model
 * @param source the file
 * @param canonical what the file holds
 * @param remarks sentences about what was assumed or ignored
 */
record CheckpointStep(String name, ModelSource.Checkpoint source, String canonical, List<String> remarks)
        implements ModelStep {
    /** A file's last layer is kept. */
    private static final Seed NOTHING_DRAWN = new Seed(0);

    CheckpointStep {
        remarks = List.copyOf(remarks);
    }

    /** What a file of Stockpot says about itself. */
    private record Own(Architecture architecture, Normalisation normalisation, Provenance provenance, String weights) {}

    /** The content of a foreign file, once it is read as the recipe says. */
    private record Foreign(
            Architecture architecture,
            Optional<Normalisation> normalisation,
            String weights,
            Optional<List<String>> fresh) {}

    /** A file that is not there yet. */
    private record Absent(String path) {}

    /**
     * Looks at the file; of those that others wrote, reads all.
     *
     * @throws IOException if it is there and no file of weights, or says otherwise than the recipe
     */
    static CheckpointStep of(String name, ModelSource.Checkpoint source) throws IOException {
        Path path = Path.of(source.path());
        if (Files.notExists(path)) {
            return new CheckpointStep(name, source, CanonicalJson.of(new Absent(source.path())), List.of());
        }
        CheckpointFile file = CheckpointFile.open(path, source.notes());
        if (file.describesItself()) {
            requireIdle(name, source);
        }
        List<String> remarks = new ArrayList<>(file.warnings());
        if (!source.adaptation().isNone()) {
            source.adaptation()
                    .notes(file.requireArchitecture())
                    .forEach(note -> remarks.add("'" + name + "': " + note));
        }
        return new CheckpointStep(name, source, content(file, source.adaptation(), source.fresh()), remarks);
    }

    /** Refuses what is for files of other programs, and would be ignored. */
    private static void requireIdle(String name, ModelSource.Checkpoint source) throws IOException {
        String idle = source.map().isEmpty() ? "state-dict" : "map";
        if (!source.map().isEmpty() || source.stateDict().isPresent()) {
            throw new IOException("'" + source.path() + "' describes itself, and '" + idle
                    + "' is for files of other programs: leave it out of the model '" + name + "'");
        }
    }

    private static String content(CheckpointFile file, Adaptation adaptation, List<String> fresh) throws IOException {
        return file.describesItself()
                ? own(StockpotCheckpoint.open(file.path()), adaptation)
                : foreign(file, adaptation, fresh);
    }

    private static String own(StockpotCheckpoint checkpoint, Adaptation adaptation) {
        return CanonicalJson.of(new Own(
                adaptation.of(checkpoint.architecture()),
                checkpoint.normalisation(),
                checkpoint.provenance(),
                checkpoint.digest()));
    }

    private static String foreign(CheckpointFile file, Adaptation adaptation, List<String> fresh) throws IOException {
        Architecture architecture = adaptation.of(file.requireArchitecture());
        try (StateDict weights = file.read()) {
            return CanonicalJson.of(new Foreign(
                    architecture,
                    file.normalisation(),
                    weights.digest(),
                    Optional.of(fresh).filter(layers -> !layers.isEmpty())));
        }
    }

    @Override
    public Optional<Architecture> architecture() throws IOException {
        Path path = Path.of(source.path());
        Optional<Architecture> network =
                Files.exists(path) ? CheckpointFile.open(path, source.notes()).architecture() : source.architecture();
        return network.map(source.adaptation()::of);
    }

    @Override
    public Optional<List<String>> classNames() throws IOException {
        Path path = Path.of(source.path());
        return Files.exists(path)
                ? CheckpointFile.open(path, source.notes()).usage().classNames()
                : Optional.empty();
    }

    @Override
    public Optional<String> origin() throws IOException {
        JsonNode content = new ObjectMapper().readTree(canonical);
        JsonNode normalisation = content.path("normalisation");
        String words = normalisation.isMissingNode()
                ? ""
                : Repetition.normalisation(
                        numbers(normalisation.path("mean")), numbers(normalisation.path("deviation")));
        return Optional.of(
                Repetition.model(name, source.path(), content.path("weights").asText(), words));
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asDouble()));
        return numbers;
    }

    @Override
    public Optional<String> missing() {
        Path path = Path.of(source.path());
        if (Files.exists(path)) {
            return Optional.empty();
        }
        String where = path.isAbsolute() ? "" : " in '" + Path.of("").toAbsolutePath() + "'";
        return Optional.of("there is no file '" + path + "'" + where + ", the checkpoint of the model '" + name + "'");
    }

    @Override
    public Work work() throws IOException {
        Optional<Architecture> network = architecture();
        return new Work("", Work.LITTLE.passes(), network.map(Effort::bytes).orElse(0L));
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        CheckpointFile file = CheckpointFile.open(Path.of(source.path()), source.notes());
        Adaptation adaptation = source.adaptation();
        try (Classifier classifier = file.load()) {
            requireUnchanged();
            Provenance provenance = file.provenanceOr(classifier.weights().digest());
            if (adaptation.isNone()) {
                StockpotCheckpoint.write(directory.resolve(FILE), classifier, provenance, file.usage());
                return;
            }
            try (Classifier adapted = adaptation.of(classifier, NOTHING_DRAWN)) {
                Provenance changed = provenance.child(adapted.weights().digest(), CanonicalJson.of(adaptation));
                StockpotCheckpoint.write(directory.resolve(FILE), adapted, changed, usage(file, adapted));
            }
        }
    }

    /** The names of the classes stay; how pictures become images of another size, the file does not say. */
    private static Usage usage(CheckpointFile file, Classifier adapted) {
        return new Usage(Optional.empty(), file.usage().classNames(), Optional.empty()).suiting(adapted.architecture());
    }

    /** Hours may have passed since the key was taken; what was loaded must be what it stands for. */
    private void requireUnchanged() throws IOException {
        if (!content(CheckpointFile.open(Path.of(source.path()), source.notes()), source.adaptation(), source.fresh())
                .equals(canonical)) {
            throw new IOException("'" + source.path() + "' has changed since the run began; run again");
        }
    }
}
