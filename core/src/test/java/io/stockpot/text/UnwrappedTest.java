package io.stockpot.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two kinds of bookings that share a record, whose keys stand among theirs. */
class UnwrappedTest {
    record Stay(@JsonProperty(defaultValue = "1") int tables, int hours, Optional<String> note) {
        Stay {
            if (hours < 1) {
                throw new IllegalArgumentException("hours must be positive, not " + hours);
            }
        }
    }

    sealed interface Booking {}

    record Dinner(
            String guest,

            @JsonUnwrapped @JsonProperty(defaultValue = "{hours: 3, tables: 2}")
            Stay stay,

            @JsonProperty(defaultValue = "false") boolean late)
            implements Booking {}

    record Lunch(@JsonUnwrapped Stay stay) implements Booking {}

    record Nested(@JsonUnwrapped Dinner dinner) {}

    record Twice(int hours, @JsonUnwrapped Stay stay) {}

    record Misspelt(
            @JsonUnwrapped @JsonProperty(defaultValue = "{hour: 3}")
            Stay stay) {}

    record NoRecord(@JsonUnwrapped String stay) {}

    private static <T> T read(String text, Class<T> type, String... overrides) throws TextException {
        return YamlRecords.read(text, "book", type, List.of(overrides));
    }

    @Test
    void readsTheKeysOfTheRecordInside() throws TextException {
        assertThat(read("{guest: Ada, hours: 5, note: window, late: true}", Dinner.class))
                .isEqualTo(new Dinner("Ada", new Stay(2, 5, Optional.of("window")), true));
        assertThat(read("{guest: Ada, hours: 5}", Nested.class))
                .isEqualTo(new Nested(new Dinner("Ada", new Stay(2, 5, Optional.empty()), false)));
        assertThat(read("guest: Ada", Dinner.class, "hours=4").stay().hours()).isEqualTo(4);
    }

    @Test
    void prefersTheDefaultsOfTheRecordOutside() throws TextException {
        assertThat(read("guest: Ada", Dinner.class).stay()).isEqualTo(new Stay(2, 3, Optional.empty()));
        assertThat(read("hours: 1", Lunch.class).stay()).isEqualTo(new Stay(1, 1, Optional.empty()));
        // a guest is all that a dinner requires, so the text alone will do
        assertThat(read("dinner: Ada", Booking.class)).isEqualTo(read("{guest: Ada}", Dinner.class));
    }

    @Test
    void writesTheKeysOfTheRecordInsideInItsPlace() throws TextException {
        Booking booking = new Dinner("Ada", new Stay(2, 5, Optional.of("window")), true);
        String json = "{\"dinner\":{\"guest\":\"Ada\",\"tables\":2,\"hours\":5,\"note\":\"window\",\"late\":true}}";
        assertThat(CanonicalJson.of(booking)).isEqualTo(json);
        assertThat(CanonicalJson.read(json, Booking.class)).isEqualTo(booking);
        assertThat(CanonicalJson.of(new Lunch(new Stay(1, 2, Optional.empty()))))
                .isEqualTo("{\"lunch\":{\"tables\":1,\"hours\":2}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{guest: Ada, hour: 5} | book:1:14: unknown key 'hour' in 'dinner'; did you mean 'hours'?"
                        + " known keys: guest, tables, hours, note, late",
                "{guest: Ada, stay: {hours: 5}} | book:1:14: unknown key 'stay' in 'dinner'",
                "{hours: 5} | book:1:1: missing key 'guest' in 'dinner'",
                "{guest: Ada, hours: five} | book:1:21: hours: expected a whole number, such as 3, found the text 'five'",
                "{guest: Ada, hours: 0} | book:1:21: hours must be positive, not 0",
                "7 | book:1:1: dinner: expected a mapping with keys guest, tables, hours, note, late, found the number 7"
            })
    void placesErrorsInTheTextOfTheRecordOutside(String text, String message) {
        assertThatThrownBy(() -> read(text, Dinner.class))
                .isInstanceOf(TextException.class)
                .hasMessageContaining(message);
    }

    @Test
    void requiresWhatNeitherRecordHasADefaultFor() {
        assertThatThrownBy(() -> read("lunch: {}", Booking.class))
                .hasMessage("book:1:8: missing key 'hours' in 'lunch'");
    }

    @Test
    void refusesRecordsThatAreNotDeclaredAsTheyMust() {
        assertThatIllegalStateException()
                .isThrownBy(() -> read("{}", Twice.class))
                .withMessage("two components of Twice are 'hours'");
        assertThatIllegalStateException()
                .isThrownBy(() -> read("{}", Misspelt.class))
                .withMessage("default of Misspelt.stay: expected a mapping of some of [tables, hours, note]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("{}", NoRecord.class))
                .withMessage("java.lang.String has no form in texts");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CanonicalJson.of(new Lunch(null)))
                .withMessage("Lunch.stay is null");
    }
}
