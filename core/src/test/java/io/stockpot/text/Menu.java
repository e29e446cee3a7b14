package io.stockpot.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record with everything that a record may have in a text. */
record Menu(
        String title,
        @JsonProperty(defaultValue = "1") long seed,
        int guests,
        @JsonProperty(defaultValue = "0.5") double salt,
        @JsonProperty(defaultValue = "false") boolean vegan,
        Optional<String> cook,
        Spice spice,
        Dish starter,

        @JsonProperty(defaultValue = "{bread-and-butter: {}}")
        Dish side,

        @JsonProperty(defaultValue = "[]") List<Integer> tables,
        @JsonProperty(defaultValue = "{}") Map<String, Dish> courses,
        Heat heat,
        Optional<Hall> hall) {
    Menu {
        if (guests < 1) {
            throw new IllegalArgumentException("guests must be positive, not " + guests);
        }
        courses = Collections.unmodifiableMap(new LinkedHashMap<>(courses));
        courses.forEach((name, dish) -> {
            if (dish instanceof Leftover leftover && !name.equals(leftover.of())) {
                throw new LocatedArgumentException(
                        "courses." + name + ".leftover.of", "there is no course '" + leftover.of() + "'");
            }
        });
    }

    enum Spice {
        MILD,
        VERY_HOT
    }

    sealed interface Dish permits BreadAndButter, Soup8, HotDish {}

    record BreadAndButter() implements Dish {}

    record Soup8(@JsonProperty(defaultValue = "250") int millilitresEach, List<Double> partsPerHerb) implements Dish {
        Soup8 {
            partsPerHerb = List.copyOf(partsPerHerb);
            if (partsPerHerb.stream().mapToDouble(part -> part).sum() != 1) {
                throw new IllegalArgumentException("the parts must sum to one");
            }
        }
    }

    sealed interface HotDish extends Dish {}

    record Leftover(String of) implements HotDish {}

    record Hall(int rows, @JsonProperty(defaultValue = "2") int columns) {}

    /** A text type: "180 C". */
    static final class Heat {
        private final int degrees;

        private Heat(int degrees) {
            this.degrees = degrees;
        }

        public static Heat parse(String text) {
            if (!text.matches("[0-9]{1,4} C")) {
                throw new IllegalArgumentException("'" + text + "' is no heat; write e.g. '180 C'");
            }
            return new Heat(Integer.parseInt(text.substring(0, text.length() - 2)));
        }

        @Override
        public String toString() {
            return degrees + " C";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Heat heat && heat.degrees == degrees;
        }

        @Override
        public int hashCode() {
            return degrees;
        }
    }
}
