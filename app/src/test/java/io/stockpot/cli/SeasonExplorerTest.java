package io.stockpot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.model.checkpoint.StockpotCheckpoint;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.ExplorerPhoto;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a season's page carries to try mixtures by hand: the bits of the outcomes, the photos, the command. */
class SeasonExplorerTest {
    private static final int SIDE = 8;
    private static final int PIXELS = 3 * SIDE * SIDE;

    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        writeModel("eager", 20);
        writeModel("shy", -20);
        Random draws = new Random(1);
        for (String name : List.of("dark", "light")) {
            for (int i = 0; i < 20; i++) {
                writePicture(name, i, 0x010101 * ((name.equals("dark") ? 92 : 132) + draws.nextInt(32)));
            }
        }
    }

    @Test
    void pageCarriesTheBitsOfTheOutcomes() throws IOException {
        JsonNode data = season("--outcomes", file("outcomes.json"));
        assertThat(data.get("ingredients").toString()).isEqualTo("[\"eager\",\"shy\"]");
        JsonNode column = data.get("columns").get(0);
        assertThat(column.get("name").textValue()).isEqualTo("photos");
        GridOutcomes grid = ShiftOutcomes.read(folder.resolve("outcomes.json")).grid("photos");
        BitSet bits =
                BitSet.valueOf(Base64.getDecoder().decode(column.get("bits").textValue()));
        for (int i = 0; i < grid.points().size(); i++) {
            Outcomes outcomes = grid.points().get(i).outcomes();
            assertThat(bits.get(i * 40, (i + 1) * 40)).isEqualTo(outcomes.correct("clean"));
        }
        assertThat(column.get("alone").size()).isEqualTo(2);
        JsonNode photos = column.get("photos");
        assertThat(photos.size()).isEqualTo(40);
        assertThat(photos.get(0).get(0).textValue()).isEqualTo("dark/0.png");
        assertThat(photos.get(39).get(1).textValue()).isEqualTo("light");
        assertThat(photos.get(39).get(2).textValue()).startsWith("data:image/png;base64,");
    }

    @Test
    void heldOutPhotosJudgeTheChosenMixtureAndAllModels() throws IOException {
        JsonNode data = season("--held-out", "15");
        assertThat(data.get("columns").get(0).get("images").intValue()).isEqualTo(25);
        JsonNode held = data.get("columns").get(1);
        assertThat(held.get("name").textValue()).isEqualTo("photos, held out");
        assertThat(held.get("images").intValue()).isEqualTo(15);
        assertThat(held.get("some")).hasSize(3).contains(data.get("chosen"));
        assertThat(held.get("alone").size()).isEqualTo(2);
    }

    @Test
    void attackedPhotosJudgeTheChosenMixtureAndAllModelsUnderEachCondition() throws IOException {
        JsonNode columns = season("--condition", "Linf 2/255", "--condition", "L2 0.1", "--attacked", "10")
                .get("columns");
        assertThat(columns.size()).isEqualTo(3);
        for (int i = 1; i < 3; i++) {
            assertThat(columns.get(i).get("name").textValue()).isEqualTo(i == 1 ? "Linf 2/255" : "L2 0.1");
            assertThat(columns.get(i).get("images").intValue()).isEqualTo(10);
            assertThat(columns.get(i).get("some").size()).isGreaterThanOrEqualTo(3);
            assertThat(columns.get(i).get("alone").size()).isEqualTo(2);
        }
    }

    @Test
    void theFooterTellsHowThePageIsMadeAgain() throws IOException {
        season("--seed", "3", "--held-out", "15");
        String page = Files.readString(folder.resolve("page").resolve("report.html"));
        String footer = page.substring(page.indexOf("<footer"));
        assertThat(footer)
                .contains("To repeat: stockpot season " + file("eager") + " " + file("shy") + " --images "
                        + file("photos") + " --report " + file("page") + " --seed 3 --held-out 15")
                .contains("Model eager: " + file("eager") + ", weights ", ", normalisation none")
                .containsPattern(
                        "Images photos that chose: 25 images, fingerprint [0-9a-f]{12}, as they are, which makes 3×8×8")
                .contains("Images photos held out: 15 images, fingerprint ");
    }

    @Test
    void theLineToCopyMixesWhatThePageShows() throws IOException {
        JsonNode data = season("--seed", "3", "--allow-strangers");
        JsonNode parts = data.get("command");
        String line = parts.get(0).textValue() + "0.25,0.75" + parts.get(1).textValue();
        assertThat(line)
                .isEqualTo("stockpot mix " + file("eager") + " " + file("shy")
                        + " --allow-strangers --weights=0.25,0.75 --out soup.safetensors");
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.remove(0);
        Collections.replaceAll(words, "soup.safetensors", file("soup.safetensors"));
        assertThat(run(words.toArray(String[]::new))).as(errors.toString()).isZero();
        assertThat(folder.resolve("soup.safetensors")).exists();
    }

    @Test
    void theLineToCopyNamesTheDataSetOfTheModels() throws IOException {
        season("--classes", "dark, light", "--data", "mnist", "--as-is");
        assertThat(data().get("command").get(0).textValue()).contains(" --data=mnist");
    }

    @Test
    void namesThatAShellWouldTakeApartAreQuoted() throws IOException {
        Files.move(folder.resolve("shy"), folder.resolve("it's shy"));
        assertThat(run("season", file("eager"), file("it's shy"), "--images", file("photos"), "--report", file("page")))
                .isZero();
        assertThat(data().get("command").get(0).textValue()).contains("'" + folder + "/it'\\''s shy' --weights=");
    }

    @Test
    void aRaceSaysWhyThereIsNothingToTry() throws IOException {
        assertThat(run(
                        "season",
                        file("eager"),
                        file("shy"),
                        "--images",
                        file("photos"),
                        "--search",
                        "race",
                        "--held-out",
                        "10",
                        "--report",
                        file("page")))
                .isZero();
        assertThat(folder.resolve("page").resolve("report.html"))
                .content()
                .contains("Use --search exhaustive")
                .doesNotContain("explorer-data");
    }

    @Test
    void thumbnailsOfSmallImagesAreExactAndOfLargeOnesSmall() throws IOException {
        assertThat(picture(thumbnails(32, 3, 2).get(1)).getRGB(3, 4) & 0xffffff).isEqualTo(0x010101 * (4 * 32 + 3));
        BufferedImage large = picture(thumbnails(200, 1, 1).get(0));
        assertThat(large.getWidth()).isEqualTo(64);
        assertThat(large.getHeight()).isEqualTo(64);
    }

    @Test
    void onlyTheFirstThreeHundredHavePictures() {
        List<ExplorerPhoto> photos = thumbnails(8, 3, 310);
        assertThat(photos).hasSize(310);
        assertThat(photos.stream().filter(photo -> photo.picture().isPresent())).hasSize(300);
        assertThat(photos.get(299).picture()).isPresent();
    }

    private static List<ExplorerPhoto> thumbnails(int side, int channels, int count) {
        int length = side * side;
        byte[] pixels = new byte[count * channels * length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i % length);
        }
        LabelledImages images = new LabelledImages(
                "made", new ImageShape(channels, side, side), pixels, new int[count], List.of("only"));
        return Thumbnails.of(images, Collections.nCopies(count, "x"));
    }

    private static BufferedImage picture(ExplorerPhoto photo) throws IOException {
        String uri = photo.picture().orElseThrow();
        byte[] bytes = Base64.getDecoder().decode(uri.substring(uri.indexOf(',') + 1));
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private JsonNode season(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("season", file("eager"), file("shy"), "--images", file("photos"), "--report", file("page")));
        arguments.addAll(Arrays.asList(more));
        assertThat(run(arguments.toArray(String[]::new))).as(errors.toString()).isZero();
        return data();
    }

    private JsonNode data() throws IOException {
        String page = Files.readString(folder.resolve("page").resolve("report.html"));
        int start = page.indexOf('>', page.indexOf("class=\"explorer-data\"")) + 1;
        return new ObjectMapper().readTree(page.substring(start, page.indexOf("</script>", start)));
    }

    private int run(String... arguments) {
        return Stockpot.commandLine()
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** Writes a linear model that classifies pictures by their brightness, with an offset. */
    private void writeModel(String name, float offset) throws IOException {
        float[] weight = new float[2 * PIXELS];
        Arrays.fill(weight, 0, PIXELS, -1);
        Arrays.fill(weight, PIXELS, 2 * PIXELS, 1);
        try (Scope scope = Scope.open();
                StateDict values = new StateDict()) {
            values.put("linear.weight", Tensor.create(weight, 2, PIXELS));
            values.put("linear.bias", Tensor.create(new float[] {PIXELS / 2f, offset - PIXELS / 2f}, 2));
            try (Classifier classifier =
                    Classifier.of(new SoftmaxRegression(SIDE, 2, 3), Normalisation.none(3), values)) {
                StockpotCheckpoint.write(folder.resolve(name), classifier, new Provenance(List.of("root", name), "{}"));
            }
        }
    }

    private void writePicture(String name, int number, int colour) throws IOException {
        Path place = Files.createDirectories(folder.resolve("photos").resolve(name));
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            picture.setRGB(pixel % SIDE, pixel / SIDE, colour);
        }
        ImageIO.write(picture, "png", place.resolve(number + ".png").toFile());
    }
}
