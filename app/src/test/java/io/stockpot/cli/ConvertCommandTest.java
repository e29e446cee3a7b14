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
import io.stockpot.tensor.file.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        assertThat(errors.toString()).contains("*.safetensors, *.onnx or *.pth");
        assertThat(file("never.pt")).doesNotExist();
    }

    @Test
    void saysInOnnxFilesHowTheyAreUsed() throws IOException {
        assertThat(convert("own", "soup.onnx", "--data", "cifar10")).isZero();
        Map<String, String> texts = metadata("soup.onnx");
        assertThat(texts)
                .containsEntry("stockpot.image-size", "{\"channels\":3,\"height\":8,\"width\":8}")
                .containsEntry("stockpot.input", "images")
                .containsEntry("stockpot.output", "logits")
                .containsEntry("stockpot.input-range", "[0, 1]")
                .containsEntry("stockpot.normalisation-inside", "true")
                .containsEntry("stockpot.digest", digest)
                .containsEntry(
                        "stockpot.preparation",
                        "{\"resize\":8,\"crop\":8,\"interpolation\":\"bilinear\",\"upright\":true}");
        assertThat(texts.get("stockpot.class-names"))
                .startsWith("[\"airplane\",\"automobile\",")
                .endsWith(",\"truck\"]");
        assertThat(output.toString())
                .contains("input: float32 N×3×8×8, red, green and blue, pixels in [0, 1]")
                .contains("normalisation: inside the file, unlike in .safetensors and .pth")
                .contains("resize the shorter side to 8 pixels")
                .contains("classes: airplane, automobile, bird,");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void keepsNamesOfClassesFromFileToFile() throws IOException {
        String names = "a, b, c, d, e, f, g, h, i, 'j, k'";
        assertThat(convert("own", "named.safetensors", "--classes", names)).isZero();
        assertThat(StockpotCheckpoint.open(file("named.safetensors")).usage().classNames())
                .contains(List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j, k"));
        assertThat(output.toString())
                .contains("classes: a, b, c")
                .contains("normalisation: none: the network takes pixels in [0, 1]");
        assertThat(convert("named.safetensors", "named.onnx")).isZero();
        assertThat(inspected("named.safetensors"))
                .contains("image size     3×8×8")
                .contains("pictures       turn the picture as its camera noted (EXIF), resize the shorter side to 8")
                .contains("classes        a, b, c, d, e, f, g, h, i, j, k");
        assertThat(inspected("own")).contains("classes        names not known");
        assertThat(metadata("named.onnx").get("stockpot.class-names")).endsWith("\"i\",\"j, k\"]");
        assertThat(convert("named.safetensors", "digits.safetensors", "--classes", "mnist"))
                .isZero();
        assertThat(StockpotCheckpoint.open(file("digits.safetensors"))
                        .usage()
                        .classNames()
                        .orElseThrow())
                .startsWith("0", "1");
        assertThat(convert("own", "plain.safetensors")).isZero();
        assertThat(output.toString()).contains("classes: names not known; name them by --data NAME or --classes");
    }

    @Test
    void refusesAnotherNumberOfNames() {
        assertThat(convert("own", "never.onnx", "--classes", "cat, dog")).isEqualTo(2);
        assertThat(errors.toString())
                .contains("--classes: there are 2 class names, and the network has 10 classes; name all of them");
        assertThat(convert("own", "never.onnx", "--data", "cifar11")).isEqualTo(2);
        assertThat(errors.toString()).contains("--data: ").contains("cifar11");
        assertThat(file("never.onnx")).doesNotExist();
    }

    @Test
    void writesStateDictsOfPyTorchWithNotesBeside() throws IOException {
        assertThat(convert(
                        "foreign.safetensors",
                        "soup.pth",
                        "--architecture",
                        ARCHITECTURE,
                        "--normalisation",
                        "{mean: [0.5, 0.5, 0.5], deviation: [0.2, 0.2, 0.2]}",
                        "--map",
                        "^net\\.=",
                        "--data",
                        "cifar10"))
                .isZero();
        try (StateDict weights = WeightFiles.read(file("soup.pth"))) {
            assertThat(weights.digest()).isEqualTo(digest);
        }
        assertThat(file("soup.pth.json"))
                .content()
                .contains("\"normalisation\":{\"mean\":[0.5,0.5,0.5],\"deviation\":[0.2,0.2,0.2]}")
                .contains("\"normalisation-inside\":false")
                .contains("\"input-range\":[0,1]")
                .contains("\"class-names\":[\"airplane\",")
                .contains("\"preparation\":{\"resize\":8,\"crop\":8,")
                .contains("\"digest\":\"" + digest + "\"");
        assertThat(output.toString())
                .contains("soup.pth and ", "soup.pth.json, ")
                .contains("normalisation: outside the weights, unlike in .onnx: compute (x − mean) / deviation");
        assertThat(convert("soup.pth", "back.onnx", "--architecture", ARCHITECTURE))
                .isZero();
    }

    private String inspected(String name) {
        StringWriter inspected = new StringWriter();
        Stockpot.commandLine()
                .setOut(new PrintWriter(inspected, true))
                .execute("inspect", file(name).toString());
        return inspected.toString();
    }

    private Map<String, String> metadata(String name) throws IOException {
        try (InputStream written = Files.newInputStream(file(name))) {
            return ModelProto.parseFrom(written).getMetadataPropsList().stream()
                    .collect(Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
        }
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
