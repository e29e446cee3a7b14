package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Converting weights from the command line, people's and our own. */
class ConvertCommandTest {
    private static final String ARCHITECTURE = "{softmax-regression: {side: 8}}";

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();
    private String digest;

    @BeforeEach
    void write() throws IOException {
        try (Classifier classifier =
                        Classifier.initial(new SoftmaxRegression(8, 10, 3), Normalisation.none(3), new Seed(1));
                StateDict renamed = new StateDict()) {
            digest = classifier.weights().digest();
            StockpotCheckpoint.write(file("own"), classifier, new Provenance(List.of("root", digest), "{}"));
            renamed.put(
                    "net.linear.weight",
                    classifier.weights().get("linear.weight").clone());
            renamed.put(
                    "net.linear.bias", classifier.weights().get("linear.bias").clone());
            Safetensors.write(file("foreign.safetensors"), renamed, Map.of());
        }
    }

    @Test
    void makesCheckpointsOfPeoplesFiles() throws IOException {
        Path made = file("made.safetensors");
        assertThat(convert(
                        "foreign.safetensors",
                        "made.safetensors",
                        "--architecture",
                        ARCHITECTURE,
                        "--normalisation",
                        "{mean: [0.5, 0.5, 0.5], deviation: [0.2, 0.2, 0.2]}",
                        "--map",
                        "^net\\.="))
                .isZero();
        StockpotCheckpoint checkpoint = StockpotCheckpoint.open(made);
        assertThat(checkpoint.digest()).isEqualTo(digest);
        assertThat(checkpoint.normalisation().mean()).containsOnly(0.5);
        assertThat(checkpoint.provenance().ancestors()).containsExactly(digest);
        assertThat(output.toString()).contains("made.safetensors").contains(digest);
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void writesOnnxThatSaysWhereItComesFrom() throws IOException {
        assertThat(convert("own", "soup.ONNX")).isZero();
        assertThat(output.toString()).contains("opset 17").contains("1930 numbers");
        try (InputStream written = Files.newInputStream(file("soup.ONNX"))) {
            ModelProto model = ModelProto.parseFrom(written);
            assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
            assertThat(model.getGraph().getInput(0).getName()).isEqualTo("images");
            assertThat(model.getGraph()
                            .getInput(0)
                            .getType()
                            .getTensorType()
                            .getShape()
                            .getDimList())
                    .extracting(axis -> axis.getDimParam() + axis.getDimValue())
                    .containsExactly("batch0", "3", "8", "8");
            assertThat(model.getGraph().getOutput(0).getName()).isEqualTo("logits");
            assertThat(model.getMetadataPropsList())
                    .extracting(StringStringEntryProto::getKey)
                    .contains("stockpot.architecture", "stockpot.normalisation", "stockpot.provenance");
            assertThat(model.getMetadataPropsList())
                    .extracting(StringStringEntryProto::getValue)
                    .contains(digest);
        }
    }

    @Test
    void listsTensorsThatDoNotFit() {
        assertThat(convert("foreign.safetensors", "never.onnx", "--architecture", ARCHITECTURE))
                .isEqualTo(1);
        assertThat(errors.toString())
                .contains("missing (2): linear.weight, linear.bias")
                .contains("unexpected (2): net.linear.weight, net.linear.bias");
        assertThat(file("never.onnx")).doesNotExist();
    }

    @Test
    void asksForTheNetworkAndForAKnownExtension() {
        assertThat(convert("foreign.safetensors", "never.onnx")).isEqualTo(1);
        assertThat(errors.toString()).contains("name the architecture");
        assertThat(convert("own", "never.pt")).isEqualTo(2);
        assertThat(errors.toString()).contains("*.safetensors or *.onnx");
        assertThat(file("never.pt")).doesNotExist();
    }

    private int convert(String in, String out, String... options) {
        String[] arguments = new String[options.length + 3];
        arguments[0] = "convert";
        arguments[1] = file(in).toString();
        arguments[2] = file(out).toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
