package io.stockpot.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Cascade;
import io.stockpot.evaluate.Condition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    record Kettle(
            @JsonProperty(defaultValue = "1.5") double litres,

            @JsonProperty(defaultValue = "{soup8: {parts-per-herb: [1]}}")
            Menu.Dish dish,

            Optional<String> label) {}

    record Pan(@JsonProperty(defaultValue = "0") int width) {
        Pan {
            if (width < 1) {
                throw new IllegalArgumentException("width must be positive, not " + width);
            }
        }
    }

    @Test
    void givesEachComponentItsDefault() {
        assertThat(Defaults.of(Kettle.class))
                .isEqualTo(new Kettle(1.5, new Menu.Soup8(250, List.of(1.0)), Optional.empty()));
    }

    @Test
    void namesComponentsWithoutDefault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Defaults.of(Menu.class))
                .withMessage("defaults of Menu: missing keys 'title', 'guests', 'spice', 'starter', 'heat' in 'menu';"
                        + " call the constructor instead");
    }

    @Test
    void refusesWhatTheRecordRefuses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Defaults.of(Pan.class))
                .withMessageContaining("defaults of Pan: pan: width must be positive, not 0");
    }

    @Test
    void equalsTheBareNameOfEveryAttack() throws TextException {
        for (Class<?> attack : Attack.class.getPermittedSubclasses()) {
            if (attack != Cascade.class) {
                String name = Names.kebab(attack.getSimpleName());
                assertThat(Defaults.of(attack.asSubclass(Record.class)))
                        .isEqualTo(YamlRecords.read(name, "here", Attack.class, List.of()));
            }
        }
    }

    @Test
    void equalsTheUsualAttackOfConditions() throws TextException {
        assertThat(YamlRecords.read(Condition.USUAL_ATTACK, "here", Attack.class, List.of()))
                .isEqualTo(Defaults.of(Apgd.class));
    }
}
