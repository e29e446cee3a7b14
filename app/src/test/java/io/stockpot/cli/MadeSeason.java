package io.stockpot.cli;

import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Light and dark pictures, and linear models that classify them by their brightness: one takes too many for
 * light, one too many for dark, and half of each is right.
 */
abstract class MadeSeason {
    static final int SIDE = 8;
    static final int PIXELS = 3 * SIDE * SIDE;

    @TempDir
    Path folder;

    @TempDir
    Path memory;

    final StringWriter output = new StringWriter();
    final StringWriter errors = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        writeModel("eager", 20, List.of("root", "a"));
        writeModel("shy", -20, List.of("root", "b"));
        writePictures(40);
    }

    int season(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("season", file("eager"), file("shy"), "--images", file("photos")));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        if (arguments[0].equals("season")) {
            all.addAll(List.of("--work", memory.toString()));
        }
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(all.toArray(String[]::new));
    }

    String file(String name) {
        return folder.resolve(name).toString();
    }

    void writeModel(String name, float offset, List<String> ancestors) throws IOException {
        try (Scope scope = Scope.open();
                StateDict values = weights(0, PIXELS, offset)) {
            write(name, values, ancestors);
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // closed by the callers
    static StateDict weights(int from, int to, float offset) {
        float[] weight = new float[2 * PIXELS];
        Arrays.fill(weight, from, to, -1);
        Arrays.fill(weight, PIXELS + from, PIXELS + to, 1);
        float grey = (to - from) / 2f;
        StateDict values = new StateDict();
        values.put("linear.weight", Tensor.create(weight, 2, PIXELS));
        values.put("linear.bias", Tensor.create(new float[] {grey, offset - grey}, 2));
        return values;
    }

    void write(String name, StateDict values, List<String> ancestors) throws IOException {
        try (Classifier classifier = Classifier.of(new SoftmaxRegression(SIDE, 2, 3), Normalisation.none(3), values)) {
            StockpotCheckpoint.write(folder.resolve(name), classifier, new Provenance(ancestors, "{}"));
        }
    }

    void writePictures(int each) throws IOException {
        Random draws = new Random(1);
        for (String name : List.of("dark", "light")) {
            for (int i = 0; i < each; i++) {
                int grey = (name.equals("dark") ? 92 : 132) + draws.nextInt(32);
                writePicture(name, i, 0x010101 * grey);
            }
        }
    }

    void writePicture(String name, int number, int colour) throws IOException {
        Path place = Files.createDirectories(folder.resolve("photos").resolve(name));
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            picture.setRGB(pixel % SIDE, pixel / SIDE, colour);
        }
        ImageIO.write(picture, "png", place.resolve(number + ".png").toFile());
    }
}
