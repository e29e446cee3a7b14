package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks that cannot be run are refused when the recipe is read, and not hours later. */
class AttacksOfRecipesTest {
    private static final String LARGE = "large-radii, which are for L1, not for ";
    private static final String FEW =
            "; climb the margin from random starts instead, e.g. {apgd: {steps: 100, restarts: 5, loss: margin}}";

    private static Recipe read(String text) throws TextException {
        return YamlRecords.read(text, "r.yaml", Recipe.class, List.of());
    }

    private static void assertRefused(String text, String error) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(TextException.class).hasMessage(error);
    }

    private static String evaluating(String condition) {
        return """
                data: mnist
                models:
                  base: {checkpoint: {path: base.safetensors}}
                evaluate:
                  conditions:
                    - %s
                """.formatted(condition);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "robust: {threat: Linf 8/255, attack: {apgd: {large-radii: true}}} | 6:44 | apgd | Linf 8/255",
                "robust: {attack: {targeted-apgd: {large-radii: true}}, threat: L2 1} | 6:24 | targeted-apgd | L2 1",
                "robust: {threat: L2 1, attack: {cascade: {attacks: [square, {apgd: {large-radii: true}}]}}}"
                        + " | 6:38 | apgd | L2 1",
                "curve: {threats: L2 0..1 by 1/2, attack: {apgd: {large-radii: true}}} | 6:48 | apgd | L2 0",
            })
    void conditionsRefuseLargeRadiiOutsideL1(String condition, String place, String attack, String threat) {
        assertRefused(
                evaluating(condition),
                "r.yaml:" + place + ": attack " + attack + " has " + LARGE + threat + "; leave them out there");
    }

    @Test
    void conditionsTakeLargeRadiiForL1() throws TextException {
        assertThat(read(evaluating("robust: {threat: L1 12, attack: {apgd: {large-radii: true}}}"))
                        .evaluate())
                .isPresent();
        assertThat(read(evaluating("robust: {threat: Linf 8/255, attack: auto-attack}"))
                        .evaluate())
                .isPresent();
    }

    @Test
    void radiiThatCoverEveryImageAreRefusedWithWhatIsMeant() throws TextException {
        assertRefused(
                evaluating("robust: {threat: L2 128}"),
                "r.yaml:6:15: 'L2 128' covers every image: no two of 784 values in [0, 1] are farther apart than 28.00"
                        + " in L2; did you mean 'L2 128/255'?");
        assertRefused(
                evaluating("curve: {threats: L1 0..3000 by 1000}"),
                "r.yaml:6:14: 'L1 1000' covers every image: no two of 784 values in [0, 1] are farther apart than 784.0"
                        + " in L1; did you mean 'L1 1000/255'?");
        assertRefused(
                training(10, "objective: {adversarial: {threat: L2 128}}"),
                "r.yaml:6:18: 'L2 128' covers every image: no two of 784 values in [0, 1] are farther apart than 28.00"
                        + " in L2; did you mean 'L2 128/255'?");
        assertThat(read(evaluating("robust: {threat: Linf 76/255}")).doubts())
                .singleElement()
                .asString()
                .contains("'Linf 76/255' is 30 % of the way");
        assertThat(read(training(10, "objective: {adversarial: {threat: L2 8}}"))
                        .doubts())
                .singleElement()
                .asString()
                .startsWith("model 'base': 'L2 8' is 29 %");
        assertThat(read(evaluating("robust: {threat: Linf 8/255}")).doubts()).isEmpty();
    }

    private static String training(int classes, String rest) {
        return """
                data: mnist
                models:
                  base:
                    train:
                      architecture: {softmax-regression: {side: 28, classes: %d, channels: 1}}
                %s
                evaluate: {conditions: [clean]}
                """.formatted(classes, rest.indent(6).stripTrailing());
    }

    @Test
    void objectivesRefuseLargeRadiiOutsideL1() {
        assertRefused(
                training(10, "objective: {adversarial: {threat: Linf 0.1, attack: {apgd: {large-radii: true}}}}"),
                "r.yaml:6:59: attack apgd has " + LARGE + "Linf 0.1; leave them out there");
        assertRefused(
                training(10, """
                        objective:
                          multi-norm:
                            threats: [L1 3, L2 1]
                            choice: worst
                            attack: {targeted-apgd: {large-radii: true}}"""), "r.yaml:10:19: attack targeted-apgd has " + LARGE + "L2 1; leave them out there");
    }

    /** The attack of the selection meets the threats of the objective after a whole epoch. */
    @Test
    void trainingsRefuseSelectionsThatDoNotFitTheirObjectives() throws TextException {
        String selection = "selection: {attack: {apgd: {large-radii: true}}}";
        assertRefused(
                training(10, "objective: {adversarial: {threat: Linf 0.1}}\n" + selection),
                "r.yaml:7:27: attack apgd has " + LARGE + "Linf 0.1; leave them out there");
        assertThat(read(training(10, "objective: nominal\n" + selection)).models())
                .hasSize(1);
    }

    @Test
    void trainingsRefuseLossesThatNeedMoreClasses() throws TextException {
        assertRefused(
                training(2, "objective: {adversarial: {threat: Linf 0.1, attack: {apgd: {loss: dlr}}}}"),
                "r.yaml:6:18: the DLR loss needs at least 3 classes, not 2" + FEW);
        // the selection maximises DLR unless it says otherwise
        assertRefused(
                training(2, "objective: {adversarial: {threat: Linf 0.1}}"),
                "r.yaml:5:7: the DLR loss needs at least 3 classes, not 2" + FEW);
        assertRefused(training(3, """
                        objective: {adversarial: {threat: Linf 0.1}}
                        selection: {attack: targeted-apgd}"""), "r.yaml:7:27: the targeted DLR loss needs at least 4 classes, not 3" + FEW);
        String fitting = "objective: {adversarial: {threat: Linf 0.1, attack: auto-attack}}\n"
                + "selection: {attack: {apgd: {loss: margin}}}";
        assertThat(read(training(2, fitting)).models()).hasSize(1);
    }

    /** The classes of a fine-tuned model are those of its parent. */
    @Test
    void evaluationsRefuseLossesThatNeedMoreClassesThanAModelHas() {
        String recipe = """
                data: mnist
                models:
                  file: {checkpoint: {path: base.safetensors}}
                  base: {train: {architecture: {softmax-regression: {side: 28, classes: 10}}, objective: nominal}}
                  small: {train: {architecture: {softmax-regression: {side: 28, classes: 3}}, objective: nominal}}
                  child: {fine-tune: {from: small, objective: nominal}}
                evaluate:
                  conditions:
                    - clean
                    - robust: {threat: Linf 0.1}
                    - robust: {threat: L2 1, attack: auto-attack}
                """;
        assertRefused(
                recipe,
                "r.yaml:11:38: 'small' under L2 1: the targeted DLR loss needs at least 4 classes, not 3" + FEW);
        String file = recipe.replaceAll(
                "(?m)^  small:.*$",
                "  small: {checkpoint: {path: s.safetensors,"
                        + " architecture: {softmax-regression: {side: 28, classes: 2}}}}");
        assertRefused(file, "r.yaml:10:15: 'small' under Linf 0.1: the DLR loss needs at least 3 classes, not 2" + FEW);
    }
}
