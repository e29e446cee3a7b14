package io.stockpot.soup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.base.Progress;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.ForeignNotes;
import io.stockpot.model.checkpoint.Renaming;
import io.stockpot.model.checkpoint.WeightScan;
import io.stockpot.model.layer.Parameter;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Soups of files that do not say their network: these state a digest in their own order, under their own names. */
@ExtendWith(NoLeaks.class)
class StatedDigestTest {
    private static final SoftmaxRegression NETWORK = new SoftmaxRegression(4, 3, 1);
    private static final List<String> OF_NETWORK = List.of("linear.weight", "linear.bias");
    private static final List<String> ALPHABETICAL = List.of("linear.bias", "linear.weight");
    private static final ForeignNotes TOLD = ForeignNotes.of(NETWORK);
    private static final ForeignNotes RENAMED = new ForeignNotes(
            Optional.empty(), Optional.empty(), Renaming.parse(List.of("^linear=head")), Optional.empty());

    @TempDir
    Path folder;

    static Stream<Arguments> uses() {
        return Stream.of(
                Arguments.of("as it is", ForeignNotes.NONE, ALPHABETICAL),
                Arguments.of("with its network told", TOLD, ALPHABETICAL),
                Arguments.of("after a file of another order", ForeignNotes.NONE, OF_NETWORK),
                Arguments.of("renamed", RENAMED, ALPHABETICAL),
                Arguments.of("renamed, after a file of another order", RENAMED, OF_NETWORK));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void letsASoupBeMixedAgain(String what, ForeignNotes notes, List<String> order) throws IOException {
        Path soup = soup();
        Path again = mixed("again", notes, foreign("other", 6, order), soup);
        try (StateDict values = Safetensors.open(again).read();
                Scope scope = Scope.open()) {
            assertThat(values.names()).hasSize(2);
            for (String name : values.names()) {
                assertThat(values.get(name).eq(new Scalar(4)).all().item_bool())
                        .as(name)
                        .isTrue();
            }
            assertThat(WeightScan.of(CheckpointFile.open(again, ForeignNotes.NONE))
                            .digest())
                    .isEqualTo(values.digest());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void findsDamage(String what, ForeignNotes notes, List<String> order) throws IOException {
        Path soup = soup();
        damage(soup);
        Path other = foreign("other", 6, order);
        assertThatIOException()
                .isThrownBy(() -> mixed("again", notes, other, soup))
                .withMessageContaining("soup is damaged: its weights have the digest ");
        assertThat(folder.resolve("again")).doesNotExist();
    }

    @Test
    void isInspectedUnderTheNamesOfTheFile() throws IOException {
        Path soup = soup();
        CheckpointFile plain = CheckpointFile.open(soup, ForeignNotes.NONE);
        CheckpointFile renamed = CheckpointFile.open(soup, RENAMED);
        assertThat(renamed.names()).containsExactly("head.bias", "head.weight");
        assertThat(plain.statedDigest()).contains(WeightScan.of(plain).digest());
        assertThat(plain.statedDigest()).contains(WeightScan.of(renamed).digest());
        damage(soup);
        assertThatIOException().isThrownBy(() -> WeightScan.of(renamed)).withMessageContaining("soup is damaged");
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // a classifier that cannot be loaded needs no closing
    void isCheckedWhenItIsLoaded() throws IOException {
        Path soup = soup();
        CheckpointFile told = CheckpointFile.open(soup, TOLD);
        told.load().close();
        damage(soup);
        assertThatIOException().isThrownBy(told::load).withMessageContaining("soup is damaged");
    }

    /** What a shard states holds for that shard and its order. */
    @Test
    void isNotThatOfAllShards() throws IOException {
        soup();
        Path index = Files.writeString(
                folder.resolve("index.json"),
                "{\"weight_map\": {\"linear.weight\": \"soup\", \"linear.bias\": \"soup\"}}");
        CheckpointFile sharded = CheckpointFile.open(index, ForeignNotes.NONE);
        assertThat(sharded.statedDigest()).isEmpty();
        assertThat(WeightScan.of(sharded).finite()).isTrue();
    }

    /** A soup of ones and threes, in alphabetical order. */
    private Path soup() throws IOException {
        Path soup = mixed("soup", ForeignNotes.NONE, foreign("a", 1, ALPHABETICAL), foreign("b", 3, ALPHABETICAL));
        assertThat(Safetensors.open(soup).names()).containsExactlyElementsOf(ALPHABETICAL);
        return soup;
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 64;
        Files.write(file, bytes);
    }

    private Path mixed(String name, ForeignNotes notes, Path... paths) throws IOException {
        List<CheckpointFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(CheckpointFile.open(path, notes));
        }
        Path out = folder.resolve(name);
        MixingWeights halves = MixingWeights.parse("0.5, 0.5");
        new FileSoup(MixFiles.checked(files, false), halves).cook(out, Progress.NONE);
        return out;
    }

    private Path foreign(String file, double value, List<String> order) throws IOException {
        try (StateDict values = new StateDict();
                Scope scope = Scope.open()) {
            for (String name : order) {
                values.put(name, torch.zeros(extents(name)).fill_(new Scalar(value)));
            }
            Safetensors.write(folder.resolve(file), values, Map.of());
        }
        return folder.resolve(file);
    }

    private static long[] extents(String name) {
        return NETWORK.network().parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .map(Parameter::extents)
                .orElseThrow();
    }
}
