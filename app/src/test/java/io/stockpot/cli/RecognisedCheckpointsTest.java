package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.WideResNet;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.model.layer.Activation;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.Safetensors;
import io.stockpot.tensor.file.TorchFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files of others whose network nobody tells: taken where all fits, else refused with what to paste. */
@ExtendWith(NoLeaks.class)
class RecognisedCheckpointsTest {
    private static final WideResNet NETWORK = new WideResNet(10, 1, Activation.RELU, 10, 3);

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void takesTheNetworkThatAllNamesAndShapesFit() throws IOException {
        String file = write("foreign.safetensors", 1, "", false);
        Path out = folder.resolve("out.safetensors");
        assertThat(run("convert", file, out.toString())).as(errors.toString()).isZero();
        assertThat(errors.toString())
                .contains("note: " + file + ": taken for {wide-res-net: {depth: 10, widen-factor: 1}}: all ")
                .contains("names and shapes fit; --architecture says otherwise; activation (relu) is assumed")
                .contains("warning: " + file + ": how images are normalised is not known")
                .contains("--normalisation '{mean: [0.4914, 0.4822, 0.4465], deviation: [0.2471, 0.2435, 0.2616]}'");
        assertThat(StockpotCheckpoint.open(out).architecture()).isEqualTo(NETWORK);
    }

    @Test
    void saysOnceWhatIsTheSameForSeveralFiles() throws IOException {
        String one = write("one.pth", 1, "module.", true);
        String two = write("two.pth", 2, "module.", true);
        assertThat(run("diagnose", one, two)).as(errors.toString()).isZero();
        assertThat(errors.toString().lines().filter(line -> line.contains("note: ")))
                .singleElement()
                .asString()
                .startsWith("stockpot: note: 2 files: the prefix 'module.' was taken from all names; taken for {wide");
        assertThat(errors.toString().lines().filter(line -> line.contains("warning: ")))
                .singleElement()
                .asString()
                .startsWith("stockpot: warning: 2 files: how images are normalised");
    }

    /** The options of the message are typed as they stand. */
    @Test
    void namesWhatToPasteWhereAPrefixIsInTheWay() throws IOException {
        String file = write("wrapped.safetensors", 1, "net.", false);
        String out = folder.resolve("out.safetensors").toString();
        assertThat(run("convert", file, out)).isEqualTo(1);
        Matcher map = Pattern.compile("name the architecture by adding --map '([^']+)'")
                .matcher(errors.toString());
        assertThat(map.find()).as(errors.toString()).isTrue();
        assertThat(run("convert", file, out, "--map", map.group(1)))
                .as(errors.toString())
                .isZero();
    }

    @Test
    void namesTheNearestWhereSomeDoNotFit() throws IOException {
        try (Classifier model = Classifier.initial(NETWORK, Normalisation.none(3), new Seed(1));
                StateDict more = new StateDict();
                Scope scope = Scope.open()) {
            model.weights()
                    .names()
                    .forEach(name -> more.put(name, model.weights().get(name)));
            more.put("head.scale", Tensor.create(new float[] {1}, 1));
            Safetensors.write(folder.resolve("more.safetensors"), more, Map.of());
        }
        String file = folder.resolve("more.safetensors").toString();
        assertThat(run("convert", file, folder.resolve("out.onnx").toString())).isEqualTo(1);
        assertThat(errors.toString())
                .contains("unexpected (1): head.scale")
                .contains("--architecture '{wide-res-net: {depth: 10, widen-factor: 1}}'");
        assertThat(run("convert", file, folder.resolve("out.onnx").toString(), "--map", "^head\\.scale$="))
                .as(errors.toString())
                .isZero();
    }

    /** A soup must not say that nothing is done to images only because nobody said what is. */
    @Test
    void writesNoAssumptionsIntoSoups() throws IOException {
        String one = write("one.safetensors", 1, "", false);
        String two = write("two.safetensors", 2, "", false);
        Path soup = folder.resolve("soup.safetensors");
        assertThat(run("mix", one, two, "--weights", "0.5,0.5", "--out", soup.toString()))
                .isZero();
        assertThat(Safetensors.open(soup).metadata()).doesNotContainKey("stockpot.architecture");
        String told = "{mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5]}";
        assertThat(run("mix", one, two, "--weights", "0.5,0.5", "--out", soup.toString(), "--normalisation", told))
                .isZero();
        assertThat(StockpotCheckpoint.open(soup).architecture()).isEqualTo(NETWORK);
        assertThat(StockpotCheckpoint.open(soup).normalisation().mean()).containsOnly(0.5);
    }

    private String write(String name, int seed, String prefix, boolean torch) throws IOException {
        Path file = folder.resolve(name);
        try (Classifier model = Classifier.initial(NETWORK, Normalisation.none(3), new Seed(seed));
                StateDict renamed = new StateDict();
                Scope scope = Scope.open()) {
            for (String tensor : List.copyOf(model.weights().names())) {
                renamed.put(prefix + tensor, model.weights().get(tensor));
            }
            if (torch) {
                Files.write(file, TorchFiles.stateDict(renamed, false));
            } else {
                Safetensors.write(file, renamed, Map.of());
            }
        }
        return file.toString();
    }

    private int run(String... arguments) {
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }
}
