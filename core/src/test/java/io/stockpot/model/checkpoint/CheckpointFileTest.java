package io.stockpot.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.tensor.file.WeightFile;
import io.stockpot.tensor.file.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
@SuppressWarnings("MustBeClosedChecker") // opening fails
class CheckpointFileTest {
    private static final SoftmaxRegression NETWORK = new SoftmaxRegression(4, 3, 1);
    private static final Normalisation NORMALISATION = new Normalisation(List.of(0.5), List.of(0.25));

    @TempDir
    Path folder;

    @Test
    void ownFilesNeedNoNotes() throws IOException {
        Path file = own();
        CheckpointFile opened = CheckpointFile.open(file, ForeignNotes.NONE);
        assertThat(opened.architecture()).contains(NETWORK);
        assertThat(opened.normalisation()).contains(NORMALISATION);
        assertThat(opened.provenance()).isPresent();
        assertThat(opened.warnings()).isEmpty();
        try (Classifier classifier = opened.load()) {
            assertThat(opened.statedDigest()).contains(classifier.weights().digest());
        }
    }

    @Test
    void refusesNotesThatContradictOwnFiles() throws IOException {
        Path file = own();
        ForeignNotes other = ForeignNotes.of(new SoftmaxRegression(5, 3, 1));
        assertThatThrownBy(() -> CheckpointFile.open(file, other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("need not be told");
        ForeignNotes renaming = new ForeignNotes(
                Optional.of(NETWORK),
                Optional.of(NORMALISATION),
                Renaming.parse(List.of("nothing=something")),
                Optional.empty());
        assertThat(CheckpointFile.open(file, renaming).names()).contains("linear.weight");
    }

    @Test
    void foreignFilesNeedTheArchitectureToRun() throws IOException {
        CheckpointFile opened = CheckpointFile.open(foreign("linear."), ForeignNotes.NONE);
        assertThat(opened.provenance()).isEmpty();
        assertThatThrownBy(() -> opened.load().close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("name the architecture");
        CheckpointFile told = CheckpointFile.open(opened.path(), ForeignNotes.of(NETWORK));
        assertThat(told.warnings()).singleElement().asString().contains("normalised");
        told.load().close();
    }

    @Test
    void tensorsAreRenamed() throws IOException {
        Path file = foreign("model.classifier.");
        CheckpointFile unfit = CheckpointFile.open(file, ForeignNotes.of(NETWORK));
        assertThatThrownBy(() -> unfit.load().close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("missing (2): linear.weight")
                .hasMessageContaining("unexpected (2): model.classifier.weight");
        Renaming renaming = Renaming.parse(List.of("^model\\.=", "class(\\w+)\\.=linear."));
        CheckpointFile renamed = CheckpointFile.open(file, notes(NETWORK, renaming));
        assertThat(renamed.names()).containsExactly("linear.weight", "linear.bias");
        assertThat(renamed.warnings()).isEmpty();
        renamed.load().close();
    }

    /** Averages of weights come with a counter, normalisation in the network with its numbers. */
    @Test
    void leavesTensorsOutThatAreRenamedToNothing() throws IOException {
        Path file = foreign("linear.");
        WeightFile before = WeightFiles.open(file);
        try (StateDict more = StateDict.read(before.names(), before::read);
                Scope scope = Scope.open()) {
            more.put("n_averaged", Tensor.create(7L));
            Safetensors.write(file, more, Map.of());
        }
        assertThatThrownBy(() -> CheckpointFile.open(file, ForeignNotes.of(NETWORK))
                        .load()
                        .close())
                .hasMessageContaining("unexpected (1): n_averaged");
        CheckpointFile less = CheckpointFile.open(file, notes(NETWORK, Renaming.parse(List.of("^n_averaged$="))));
        assertThat(less.names()).containsExactly("linear.weight", "linear.bias");
        assertThat(less.warnings())
                .singleElement()
                .asString()
                .endsWith("1 tensors are left out, as nothing is left of their names: n_averaged");
        less.load().close();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(file, ".*="))
                .withMessageContaining("of all 3 names of tensors nothing is left");
    }

    @Test
    void refusesToChooseAmongASingleStateDict() throws IOException {
        ForeignNotes notes =
                new ForeignNotes(Optional.empty(), Optional.empty(), Renaming.NONE, Optional.of("state_dict_ema"));
        assertThatThrownBy(() -> CheckpointFile.open(foreign("linear."), notes))
                .hasMessageContaining("holds one state dict", "'state_dict_ema'");
        assertThat(CheckpointFile.open(own(), notes).describesItself()).isTrue();
    }

    private static ForeignNotes notes(Architecture network, Renaming renaming) {
        return new ForeignNotes(Optional.of(network), Optional.of(NORMALISATION), renaming, Optional.empty());
    }

    @Test
    void renamingsThatCannotBeMeantAreErrors() throws IOException {
        Path file = foreign("linear.");
        assertThatIllegalArgumentException().isThrownBy(() -> Renaming.parse(List.of("linear")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Renaming.parse(List.of("(=x")))
                .withMessageContaining("not a regular expression");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(file, "^backbone=").names())
                .withMessageContaining("no name of a tensor matches");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(file, "\\.\\w+$=").names())
                .withMessageContaining("'linear.weight' and 'linear.bias' would both be renamed to 'linear'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(file, "linear=$7").names())
                .withMessageContaining("'$7' is not valid");
    }

    private static CheckpointFile open(Path file, String renaming) throws IOException {
        return CheckpointFile.open(
                file,
                new ForeignNotes(
                        Optional.empty(), Optional.empty(), Renaming.parse(List.of(renaming)), Optional.empty()));
    }

    private Path own() throws IOException {
        Path file = folder.resolve("own.safetensors");
        try (Classifier classifier = Classifier.initial(NETWORK, NORMALISATION, new Seed(1))) {
            StockpotCheckpoint.write(file, classifier, new Provenance(List.of("root"), "{}"));
        }
        return file;
    }

    private Path foreign(String prefix) throws IOException {
        Path file = folder.resolve("foreign.safetensors");
        try (Classifier classifier = Classifier.initial(NETWORK, NORMALISATION, new Seed(1));
                StateDict renamed = new StateDict()) {
            for (String name : classifier.weights().names()) {
                String end = name.substring(name.lastIndexOf('.') + 1);
                renamed.put(prefix + end, classifier.weights().get(name));
            }
            Safetensors.write(file, renamed, Map.of());
        }
        return file;
    }
}
