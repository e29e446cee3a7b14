package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.report.Explorer.MixLine;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Soup;
import io.stockpot.tensor.NoLeaks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Attacks, labels and runs as the page asks for them: a soup of two linear models, and six greys. */
@ExtendWith(NoLeaks.class)
class StudiesTest {
    /** "shy" takes the middle two for dark, "eager" for light; a soup of both is in between. */
    private static final int[] GREYS = {20, 60, 120, 140, 200, 240};

    @TempDir
    Path folder;

    private Ingredient eager;
    private Ingredient shy;
    private Soup soup;
    private Page page;
    private Tab tab;

    @BeforeEach
    @SuppressWarnings("MustBeClosedChecker") // closed after each
    void open() throws IOException, InterruptedException {
        eager = ingredient("eager", 0.4);
        shy = ingredient("shy", 0.6);
        soup = new Soup(List.of(eager, shy), new BatchNormPolicy.Interpolate());
        Files.createDirectories(folder.resolve("runs"));
        List<Path> files = new ArrayList<>();
        for (int grey : GREYS) {
            files.add(write(grey));
        }
        page = open(new Places(files, Optional.of(folder.resolve("out")), Optional.of(folder.resolve("runs"))));
        tab = new Tab(page.address(), "tab");
    }

    private static Ingredient ingredient(String name, double middle) {
        return new Ingredient(name, MadeStudy.brighterThan(middle), new Provenance(List.of("root", name), "{}"));
    }

    private Path write(int grey) throws IOException {
        BufferedImage picture = new BufferedImage(MadeStudy.SIDE, MadeStudy.SIDE, BufferedImage.TYPE_INT_RGB);
        for (int place = 0; place < MadeStudy.SIDE * MadeStudy.SIDE; place++) {
            picture.setRGB(place % MadeStudy.SIDE, place / MadeStudy.SIDE, 0x010101 * grey);
        }
        Path file = Files.createDirectories(folder.resolve("photos")).resolve(grey + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private Page open(Places places) throws IOException, InterruptedException {
        LabelledImages images = MadeStudy.greys(GREYS);
        List<String> names =
                Arrays.stream(GREYS).mapToObj(grey -> grey + ".png").toList();
        Served served = new Served(
                "Greys",
                soup,
                List.of("", ""),
                new Photos(images, names, MadeStudy.CLASSES, places.pictures().isEmpty(), "greys"),
                new Knowledge(List.of("eager", "shy")),
                new MixLine("", ""),
                Optional.empty());
        return Page.open(served.with(places), "127.0.0.1", 0);
    }

    @AfterEach
    void close() throws InterruptedException {
        page.close();
        soup.close();
        eager.close();
        shy.close();
    }

    private JsonNode result(String body) throws IOException, InterruptedException {
        Tab.Answer begun = tab.post("/api/attack", body);
        assertThat(begun.status()).isEqualTo(202);
        JsonNode state =
                tab.get("/api/jobs/" + begun.json().path("job").asText()).json();
        while (List.of("waiting", "running").contains(state.path("state").asText())) {
            Thread.sleep(20);
            state = tab.get("/api/jobs/" + begun.json().path("job").asText()).json();
        }
        assertThat(state.path("error").isNull()).as(state.toString()).isTrue();
        return state.path("result");
    }

    @Test
    void attacksTheSoupAndItsIngredients() throws IOException, InterruptedException {
        JsonNode result = result(
                "{\"weights\":[\"0.5\",\"0.5\"],\"photo\":3,\"threat\":\"Linf 8/255\",\"steps\":10,\"with\":\"ingredients\"}");
        // the distance of 140 / 255 from the middle of each, in Linf
        double[] exact = {140 / 255.0 - 0.5, 140 / 255.0 - 0.4, 0.6 - 140 / 255.0};
        List<String> names = List.of("soup", "eager", "shy");
        for (int i = 0; i < 3; i++) {
            JsonNode model = result.path("models").get(i);
            assertThat(model.path("name").asText()).isEqualTo(names.get(i));
            // the next radius after 32/255 would be a quarter of the way from black to white, where nothing is tried
            double falls = model.path("falls").asDouble(Double.NaN);
            if (exact[i] < 32 / 255.0) {
                assertThat(falls).isBetween(exact[i] - 1e-5, 1.05 * exact[i]);
            } else {
                assertThat(falls).isNaN();
                assertThat(model.path("above").asDouble()).isEqualTo(32 / 255.0);
            }
            assertThat(model.path("curve")).hasSizeGreaterThan(2);
        }
        assertThat(result.path("pictures").path("perturbed").asText()).startsWith("data:image/png;base64,");
        assertThat(result.path("norm").asDouble()).isBetween(0.02, 8 / 255.0 + 1e-6);
        // a soup that was mixed meanwhile does not matter, and the same question has the same answer
        tab.post("/api/mix", "{\"weights\":[\"1\",\"0\"]}");
        assertThat(
                        result(
                                "{\"weights\":[\"0.5\",\"0.5\"],\"photo\":3,\"threat\":\"Linf 8/255\",\"steps\":10,\"with\":\"ingredients\"}"))
                .isEqualTo(result);
    }

    @Test
    void refusesWrongAttacks() throws IOException, InterruptedException {
        assertThat(tab.post("/api/attack", "{\"weights\":[\"0.5\",\"0.5\"]}").error())
                .startsWith("an attack needs 'photo'");
        String begin = "{\"weights\":[\"0.5\",\"0.5\"],\"photo\":0,\"threat\":";
        assertThat(tab.post("/api/attack", begin + "\"Linf 8\"}").error()).contains("at most 1 in Linf");
        assertThat(tab.post("/api/attack", begin + "\"Linf 8/255\",\"steps\":0}")
                        .error())
                .isEqualTo("steps must be at least 1, not 0");
        assertThat(tab.post("/api/attack", begin + "\"Linf 8/255\",\"with\":\"all\"}")
                        .error())
                .isEqualTo("'with' is 'all'; it is 'ingredients' or nothing");
        assertThat(tab.post("/api/attack", "{\"weights\":[\"1\",\"0\"],\"photo\":6,\"threat\":\"Linf 8/255\"}")
                        .error())
                .isEqualTo("there is no photo 6; they are numbered from 0 to 5");
    }

    @Test
    void asksForLabelsAndKeepsThem() throws IOException, InterruptedException {
        JsonNode next = tab.get("/api/labels/next").json();
        // the models answer 120 and 140 differently, by the same margin; the first comes first
        assertThat(next.path("photo").asInt()).isEqualTo(2);
        assertThat(next.path("why").asText()).startsWith("the mixtures disagree most on it (0.");
        assertThat(next.path("left").asInt()).isEqualTo(6);
        assertThat(next.path("soup").path("n").asInt()).isZero();
        assertThat(tab.get("/api/labels/next?after=2").json().path("photo").asInt())
                .isEqualTo(3);

        JsonNode after =
                tab.post("/api/labels", "{\"photo\":2,\"class\":\"dark\"}").json();
        assertThat(after.path("labelled").asInt()).isEqualTo(1);
        assertThat(after.path("photo").asInt()).isEqualTo(3);
        tab.post("/api/labels", "{\"photo\":3,\"class\":\"light\"}");
        tab.post("/api/labels", "{\"photo\":0,\"class\":null}");
        JsonNode undone = tab.delete("/api/labels/last").json();
        assertThat(undone.path("labelled").asInt()).isEqualTo(2);
        assertThat(undone.path("left").asInt()).isEqualTo(4);

        JsonNode saved = tab.post("/api/labels/save", "{\"as\":\"csv\"}").json();
        assertThat(saved.path("files").get(0).asText()).isEqualTo("labels-2.csv");
        assertThat(folder.resolve("out/labels-2.csv")).hasContent("file,class\n120.png,dark\n140.png,light\n");
        assertThat(tab.post("/api/labels/save", "{\"as\":\"csv\"}").error()).contains("is there already");
        tab.post("/api/labels/save", "{\"as\":\"folders\"}");
        assertThat(folder.resolve("out/labelled-2/light/140.png"))
                .hasSameBinaryContentAs(folder.resolve("photos/140.png"));
    }

    @Test
    void choosesAmongMoreMixturesAsTheyAnswer() throws IOException, InterruptedException {
        tab.post("/api/labels", "{\"photo\":2,\"class\":\"dark\"}");
        JsonNode after =
                tab.post("/api/labels", "{\"photo\":3,\"class\":\"light\"}").json();
        while (after.path("advice").asText().contains("mixtures have answered")) {
            Thread.sleep(20);
            after = tab.get("/api/labels/next").json();
        }
        // fifths: 0.4 eager + 0.6 shy divides at 0.52, 0.6 eager + 0.4 shy at 0.48; both get both right
        assertThat(after.path("soup").path("weights").get(0).asText()).isEqualTo("0.4");
        assertThat(after.path("advice").asText())
                .startsWith("No label can change the choice for these 6 pictures any more: it is 0.4 eager + 0.6 shy.");
    }

    @Test
    void asksForLabelsWhileTheLineIsFullAndLetsMixturesAnswerLater() throws IOException, InterruptedException {
        String attack = "{\"weights\":[\"0.5\",\"0.5\"],\"photo\":3,\"threat\":\"Linf 8/255\",\"steps\":1000,"
                + "\"with\":\"ingredients\"}";
        List<String> jobs = new ArrayList<>();
        for (Tab.Answer begun = tab.post("/api/attack", attack);
                begun.status() == 202;
                begun = tab.post("/api/attack", attack)) {
            jobs.add(begun.json().path("job").asText());
        }
        assertThat(tab.get("/api/labels/next").status()).isEqualTo(200);
        for (String job : jobs) {
            tab.delete("/api/jobs/" + job);
        }
        JsonNode next = tab.get("/api/labels/next").json();
        for (int waited = 0;
                waited < 500 && next.path("advice").asText().contains("mixtures have answered");
                waited++) {
            Thread.sleep(20);
            next = tab.get("/api/labels/next").json();
        }
        assertThat(next.path("advice").asText()).isNotEmpty().doesNotContain("mixtures have answered");
    }

    @Test
    void goesOnWithTheLabelsOfAnotherTime() throws IOException, InterruptedException {
        tab.post("/api/labels", "{\"photo\":2,\"class\":\"dark\"}");
        Page second = open(new Places(List.of(write(20)), Optional.of(folder.resolve("out")), Optional.empty()));
        try {
            assertThat(new Tab(second.address(), "tab").get("/api/labels/next").error())
                    .contains("is being run by this process already");
        } finally {
            second.close();
        }
        page.close();
        page = open(new Places(
                Arrays.stream(GREYS)
                        .mapToObj(grey -> folder.resolve("photos").resolve(grey + ".png"))
                        .toList(),
                Optional.of(folder.resolve("out")),
                Optional.empty()));
        tab = new Tab(page.address(), "tab");
        assertThat(tab.get("/api/labels/next").json().path("labelled").asInt()).isEqualTo(1);
        assertThat(tab.get("/api/view").json().path("can").path("runs").asBoolean())
                .isFalse();
        assertThat(tab.get("/api/runs").status()).isEqualTo(404);
    }

    @Test
    void refusesWrongLabels() throws IOException, InterruptedException {
        assertThat(tab.delete("/api/labels/last").error())
                .isEqualTo("there is no label to take back; label a picture first");
        assertThat(tab.post("/api/labels", "{\"photo\":6,\"class\":\"dark\"}").error())
                .isEqualTo("there is no photo 6; they are numbered from 0 to 5");
        assertThat(tab.post("/api/labels", "{\"photo\":1,\"class\":\"grey\"}").error())
                .isEqualTo("there is no class 'grey'; the classes are dark, light");
        assertThat(tab.post("/api/labels/save", "{\"as\":\"csv\"}").error()).contains("label a picture first");
        assertThat(tab.post("/api/labels/save", "{\"as\":\"xls\"}").error()).contains("not as 'xls'");
    }

    @Test
    void saysWhatThePageCanDo() throws IOException, InterruptedException {
        JsonNode can = tab.get("/api/view").json().path("can");
        assertThat(can.path("attack").asBoolean()).isTrue();
        assertThat(can.path("label").asBoolean()).isTrue();
        assertThat(can.path("runs").asBoolean()).isTrue();
        assertThat(tab.get("/api/runs").json()).isEmpty();
        page.close();
        page = open(Places.NONE);
        Tab other = new Tab(page.address(), "tab");
        assertThat(other.get("/api/view").json().path("can").path("label").asBoolean())
                .isFalse();
        assertThat(other.get("/api/labels/next").status()).isEqualTo(404);
    }
}
