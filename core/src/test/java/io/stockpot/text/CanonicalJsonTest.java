package io.stockpot.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {
    record Amount(double value) {}

    record Label(String value) {}

    record Counts(Map<String, Integer> values) {}

    private static Menu menu() {
        Map<String, Menu.Dish> courses = new LinkedHashMap<>();
        courses.put("main", new Menu.Soup8(500, List.of(1.0)));
        courses.put("end \"é\"\n", new Menu.BreadAndButter());
        return new Menu(
                "Monday",
                7,
                4,
                1e-7,
                true,
                Optional.empty(),
                Menu.Spice.VERY_HOT,
                new Menu.Soup8(250, List.of(0.25, 0.75)),
                new Menu.BreadAndButter(),
                List.of(3, 1),
                courses,
                Menu.Heat.parse("180 C"),
                Optional.of(new Menu.Hall(7, 2)));
    }

    @Test
    void writesComponentsInTheOrderOfTheirDeclaration() {
        assertThat(CanonicalJson.of(menu()))
                .isEqualTo("{\"title\":\"Monday\",\"seed\":7,\"guests\":4,\"salt\":1.0E-7,\"vegan\":true,"
                        + "\"spice\":\"very-hot\","
                        + "\"starter\":{\"soup8\":{\"millilitres-each\":250,\"parts-per-herb\":[0.25,0.75]}},"
                        + "\"side\":{\"bread-and-butter\":{}},\"tables\":[3,1],"
                        + "\"courses\":{\"main\":{\"soup8\":{\"millilitres-each\":500,\"parts-per-herb\":[1.0]}},"
                        + "\"end \\\"\\u00e9\\\"\\u000a\":{\"bread-and-butter\":{}}},"
                        + "\"heat\":\"180 C\",\"hall\":{\"rows\":7,\"columns\":2}}");
    }

    @Test
    void whatWasWrittenIsReadBack() throws Exception {
        String json = CanonicalJson.of(menu());
        assertThat(CanonicalJson.read(json, Menu.class)).isEqualTo(menu());
        assertThat(CanonicalJson.of(CanonicalJson.read(json, Menu.class))).isEqualTo(json);
        assertThat(new ObjectMapper()
                        .readTree(json)
                        .at("/courses/main/soup8/parts-per-herb/0")
                        .isDouble())
                .isTrue();
    }

    @Test
    void aChoiceAtTheTopKeepsItsName() throws TextException {
        Menu.Dish dish = new Menu.Leftover("main");
        assertThat(CanonicalJson.of(dish)).isEqualTo("{\"leftover\":{\"of\":\"main\"}}");
        assertThat(CanonicalJson.read("{\"leftover\":{\"of\":\"main\"}}", Menu.Dish.class))
                .isEqualTo(dish);
        assertThat(CanonicalJson.read("{\"leftover\":{\"of\":\"main\"}}", Menu.Leftover.class))
                .isEqualTo(dish);
        assertThatThrownBy(() -> CanonicalJson.read("{\"bread-and-butter\":{}}", Menu.Soup8.class))
                .isInstanceOf(TextException.class)
                .hasMessage("JSON:1:1: expected soup8, found a mapping of bread-and-butter");
    }

    /** Double.toString of Java 17 writes 2E23 as 1.9999999999999998E23. */
    @ParameterizedTest
    @CsvSource({
        "1, 1.0",
        "-0.1, -0.1",
        "8.41E21, 8.41E21",
        "2E23, 2.0E23",
        "0.001, 0.001",
        "0.0009, 9.0E-4",
        "9999999, 9999999.0",
        "12345678, 1.2345678E7",
        "-0.0, -0.0",
        "4.9E-324, 5.0E-324",
        "1.7976931348623157E308, 1.7976931348623157E308"
    })
    void numbersAreShortest(double value, String expected) {
        assertThat(CanonicalJson.of(new Amount(value))).isEqualTo("{\"value\":" + expected + "}");
    }

    @Test
    void everyNumberAndTextComesBack() throws TextException {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int trial = 0; trial < 3_000; trial++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                Amount number = new Amount(value);
                assertThat(CanonicalJson.read(CanonicalJson.of(number), Amount.class))
                        .isEqualTo(number);
            }
            Label text = new Label(random.ints(6, 0, 0x10000)
                    .mapToObj(character -> Character.toString((char) character))
                    .reduce(trial % 2 == 0 ? "~" : "", String::concat));
            assertThat(CanonicalJson.read(CanonicalJson.of(text), Label.class)).isEqualTo(text);
        }
    }

    @Test
    void whatHasNoCanonicalTextIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(new Amount(Double.NaN)))
                .withMessage("Amount.value is NaN, which JSON cannot hold");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(new Label(null)))
                .withMessage("Label.value is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(new Counts(Map.of("a", 1, "b", 2))))
                .withMessageStartingWith("Counts.values is a map without order");
        assertThatIllegalArgumentException().isThrownBy(() -> CanonicalJson.of("text"));
    }
}
