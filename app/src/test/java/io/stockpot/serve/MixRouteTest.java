package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.base.Progress;
import io.stockpot.evaluate.CleanOutcomes;
import io.stockpot.evaluate.GivenAnswers;
import io.stockpot.model.Classifier;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.NoLeaks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moves weights, and looks at what mixtures answer. */
@ExtendWith(NoLeaks.class)
class MixRouteTest {
    private static String weights(String one, String two) {
        return "\"weights\":[\"" + one + "\",\"" + two + "\"]";
    }

    private static JsonNode ok(Tab.Answer answer) {
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void answersWhatAnEvaluationOfTheMixtureFinds() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(300);
                Soup soup = new Soup(made.ingredients(), new BatchNormPolicy.Interpolate())) {
            Tab tab = new Tab(made.page().address(), "tab");
            for (String text : List.of("0, 1", "0.4, 0.6", "1, 0", "1.4, -0.4", "1/3, 2/3")) {
                MixingWeights weights = MixingWeights.parse(text);
                JsonNode answer =
                        ok(tab.post("/api/mix", "{" + weights(weights.text(0), weights.text(1)) + ",\"count\":200}"));
                Classifier mixed = soup.mix(weights);
                Outcomes outcomes = CleanOutcomes.of(mixed, made.images(), 250, Progress.NONE);
                int[] predicted = GivenAnswers.of(mixed, Optional.empty(), made.images());
                assertThat(answer.path("right").asInt())
                        .isEqualTo(outcomes.accuracy(Labels.CLEAN).correct());
                assertThat(answer.path("n").asInt()).isEqualTo(300);
                assertThat(answer.path("total").asInt()).isEqualTo(300);
                assertThat(answer.path("photos")).hasSize(200);
                for (JsonNode photo : answer.path("photos")) {
                    int index = photo.path("index").asInt();
                    assertThat(photo.path("predicted").asText()).isEqualTo(MadePage.CLASSES.get(predicted[index]));
                    assertThat(photo.path("label").asText())
                            .isEqualTo(MadePage.CLASSES.get(made.images().label(index)));
                    assertThat(photo.path("confidence").asDouble()).isBetween(0.25, 1.0);
                    assertThat(photo.path("file").asText()).isEqualTo("noise/" + index + ".png");
                }
            }
        }
    }

    @Test
    void showsWhatTheModelsAloneSay() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(5)) {
            Tab tab = new Tab(made.page().address(), "tab");
            JsonNode photo = ok(tab.post("/api/mix", "{" + weights("1", "0") + "}"))
                    .path("photos")
                    .get(3);
            JsonNode alone = photo.path("ingredients").get(0);
            assertThat(alone.path("predicted")).isEqualTo(photo.path("predicted"));
            assertThat(alone.path("confidence")).isEqualTo(photo.path("confidence"));
            assertThat(photo.path("ingredients")).hasSize(2);
        }
    }

    @Test
    void sortsByWhatHasChanged() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(60)) {
            Tab tab = new Tab(made.page().address(), "tab");
            JsonNode before = ok(tab.post("/api/mix", "{" + weights("1", "0") + ",\"count\":60}"));
            JsonNode now = ok(tab.post(
                    "/api/mix",
                    "{" + weights("0", "1") + ",\"since\":[\"1\",\"0\"],\"order\":\"changed\",\"count\":60}"));
            int gained = now.path("changed").path("gained").asInt();
            int lost = now.path("changed").path("lost").asInt();
            int other = now.path("changed").path("other").asInt();
            assertThat(gained - lost)
                    .isEqualTo(now.path("right").asInt() - before.path("right").asInt());
            assertThat(gained + lost + other).isBetween(1, 59);
            List<Boolean> changed = new ArrayList<>();
            for (JsonNode photo : now.path("photos")) {
                JsonNode was = before.path("photos").get(photo.path("index").asInt());
                assertThat(photo.path("before")).isEqualTo(was.path("predicted"));
                changed.add(!photo.path("before").equals(photo.path("predicted")));
            }
            assertThat(changed.subList(0, gained + lost + other)).containsOnly(true);
            assertThat(changed.subList(gained + lost + other, 60)).containsOnly(false);
        }
    }

    @Test
    void answersForPicturesInSightAlone() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(60)) {
            Tab tab = new Tab(made.page().address(), "tab");
            String mixture = weights("0.6", "0.4");
            JsonNode some = ok(tab.post("/api/mix", "{" + mixture + ",\"only\":[7,3,59]}"));
            assertThat(some.path("right").isNull()).isTrue();
            assertThat(some.path("total").asInt()).isEqualTo(3);
            JsonNode all = ok(tab.post("/api/mix", "{" + mixture + ",\"count\":60}"));
            for (int place = 0; place < 3; place++) {
                int picture = new int[] {7, 3, 59}[place];
                JsonNode seen = some.path("photos").get(place);
                JsonNode same = all.path("photos").get(picture);
                for (String part : List.of("index", "predicted", "label", "file", "ingredients")) {
                    assertThat(seen.path(part)).isEqualTo(same.path(part));
                }
                assertThat(seen.path("confidence").asDouble())
                        .isCloseTo(same.path("confidence").asDouble(), within(1e-5));
            }
            for (String wrong : List.of("[60]", "[-1]", "[null]", "[]")) {
                assertThat(tab.post("/api/mix", "{" + mixture + ",\"only\":" + wrong + "}")
                                .error())
                        .isEqualTo("'only' are up to 200 numbers of pictures, from 0 to 59");
            }
        }
    }

    @Test
    void showsWrongOnesFirstAndOneClassAlone() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(60)) {
            Tab tab = new Tab(made.page().address(), "tab");
            JsonNode wrong = ok(tab.post("/api/mix", "{" + weights("1", "0") + ",\"order\":\"wrong\",\"count\":60}"));
            int right = wrong.path("right").asInt();
            for (int place = 0; place < 60; place++) {
                JsonNode photo = wrong.path("photos").get(place);
                assertThat(photo.path("predicted").equals(photo.path("label"))).isEqualTo(place >= 60 - right);
            }
            JsonNode cows = ok(tab.post("/api/mix", "{" + weights("1", "0") + ",\"class\":\"cow\",\"first\":1}"));
            assertThat(cows.path("photos"))
                    .hasSize(Math.min(24, cows.path("total").asInt() - 1));
            assertThat(cows.path("photos").findValuesAsText("label")).containsOnly("cow");
            assertThat(cows.path("n").asInt()).isEqualTo(60);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                   | the body is not the JSON that this address takes: Unexpected end",
                "``                                  | the body is not the JSON that this address takes: No content",
                "[]                                  | the body is not the JSON that this address takes: Cannot",
                "null                                | the body is 'null'; send a JSON object",
                "{} {}                               | the body is not the JSON that this address takes: Trailing",
                "{}                                  | 'weights' are missing; send one text per ingredient",
                "{\"weights\":[\"1\",\"0\"],\"x\":1} | Unrecognized field \"x\"; the fields are class, count,",
                "{\"weights\":\"1,0\"}               | 'weights' must be a list of texts",
                "{\"weights\":[\"1\",[]]}            | 'weights' must be text",
                "{\"weights\":[],\"count\":1.5}     | 'count' must be a whole number",
                "{\"weights\":[\"1\"]}               | 'weights' are 1 for 2 ingredients; send one text per ingredient",
                "{\"weights\":[\"1\",null]}          | 'null' is not an exact number",
                "{\"weights\":[\"1\",\"0.1\"]}       | 'weights': mixing weights must sum to 1, not 1.1",
                "{\"weights\":[\"1\",\"x\"]}         | 'x' is not an exact number; write a decimal such as 0.2",
                "{\"weights\":[\"0,0\",\"1\"]}       | '0,0' is not an exact number",
                "{\"weights\":[\"1/999999999\",\"999999998/999999999\"],\"first\":-1} | 'first' is -1; it is a whole",
                "{\"weights\":[\"0.333333333\",\"2/3\"]} | too many digits",
                "{\"weights\":[\"1\",\"0\"],\"count\":1000} | 'count' is 1000; it is a whole number from 0 to 200",
                "{\"weights\":[\"1\",\"0\"],\"order\":\"best\"} | the order 'best' is not known; it is changed, index or",
                "{\"weights\":[\"1\",\"0\"],\"since\":[\"1\"]} | 'since' are 1 for 2 ingredients"
            })
    void refusesWhatItCannotMix(String body, String sentence) throws IOException, InterruptedException {
        try (MadePage made = new MadePage(3)) {
            Tab tab = new Tab(made.page().address(), "tab");
            Tab.Answer answer = tab.post("/api/mix", body);
            assertThat(answer.error()).contains(sentence);
            assertThat(answer.status()).isEqualTo(400);
        }
    }

    @Test
    void refusesClassesAndPicturesThatAreNotThere() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(3)) {
            Tab tab = new Tab(made.page().address(), "tab");
            assertThat(tab.post("/api/mix", "{" + weights("1", "0") + ",\"class\":\"elk\"}")
                            .error())
                    .isEqualTo("there is no class 'elk'; the classes are ant, bee, cow, dog");
            assertThat(tab.get("/api/photos/3.png").error())
                    .isEqualTo("picture 3 is not there; picture is a whole number from 0 to 2");
            assertThat(tab.get("/api/photos/-1.png").error()).contains("'-1' is no number");
            assertThat(tab.get("/api/photos/0.png?scale=99").error()).contains("scale 99 is not there");
            assertThat(tab.get("/api/photos/0").status()).isEqualTo(404);
        }
    }

    /** Which of several requests comes last is for the network to say. */
    @Test
    void answersOnlySomeWhereATabIsQuick() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(4000)) {
            Tab tab = new Tab(made.page().address(), "tab");
            List<CompletableFuture<Tab.Answer>> asked = new ArrayList<>();
            for (int i = 10; i < 30; i++) {
                asked.add(tab.postLater("/api/mix", "{" + weights("0.0" + i, "0.9" + (100 - i)) + "}"));
            }
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Tab.Answer answer = asked.get(i).join();
                statuses.add(answer.status());
                if (answer.status() == 200) {
                    assertThat(Double.parseDouble(
                                    answer.json().path("weights").get(0).asText()))
                            .isEqualTo((10 + i) / 1000.0);
                } else {
                    assertThat(answer.error()).isEqualTo("superseded");
                }
            }
            assertThat(statuses).contains(200, 409).containsOnly(200, 409);
        }
    }

    @Test
    void keepsTheWeightsOfTabsApart() throws IOException, InterruptedException {
        try (MadePage made = new MadePage(500)) {
            List<Tab> tabs = List.of(
                    new Tab(made.page().address(), "left"), new Tab(made.page().address(), "right"));
            List<JsonNode> alone = new ArrayList<>();
            List<String> weights = List.of(weights("0.7", "0.3"), weights("-0.1", "1.1"));
            for (int i = 0; i < 2; i++) {
                alone.add(ok(tabs.get(i).post("/api/mix", "{" + weights.get(i) + "}")));
            }
            for (int round = 0; round < 30; round++) {
                List<CompletableFuture<Tab.Answer>> both = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    String other = weights("0." + (100 + round), "0." + (900 - round));
                    String body = "{" + (round % 2 == 0 ? weights.get(i) : other) + "}";
                    both.add(tabs.get(i).postLater("/api/mix", body));
                }
                for (int i = 0; i < 2; i++) {
                    JsonNode answer = ok(both.get(i).join());
                    if (round % 2 == 0) {
                        assertThat(answer.path("photos")).isEqualTo(alone.get(i).path("photos"));
                        assertThat(answer.path("right")).isEqualTo(alone.get(i).path("right"));
                    }
                }
            }
        }
    }
}
