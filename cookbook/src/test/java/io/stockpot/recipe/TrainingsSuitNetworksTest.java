package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings about residual blocks are refused for networks without any when the recipe is read, through all parents. */
class TrainingsSuitNetworksTest {
    private static Recipe read(String network, String setting) throws TextException {
        return reading(network, "objective: nominal\n      " + setting);
    }

    private static Recipe reading(String network, String settings) throws TextException {
        String text = """
                data: mnist
                models:
                  base: {checkpoint: {path: base.safetensors, architecture: {%s}}}
                  child: {fine-tune: {from: base, objective: nominal}}
                  last:
                    fine-tune:
                      from: child
                      %s
                evaluate: {conditions: [clean]}
                """.formatted(network, settings);
        return YamlRecords.read(text, "r.yaml", Recipe.class, List.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "optimizer: {sgd: {layer-decay: 0.7}} | 9:38: layer-decay lets earlier residual blocks learn more slowly",
                "stochastic-depth: 0.1 | 9:25: stochastic-depth leaves out residual blocks after the first"
            })
    void refusesSettingsAboutBlocksWhereThereAreNone(String setting, String error) {
        assertThatThrownBy(() -> read("softmax-regression: {side: 28, channels: 1}", setting))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith("r.yaml:" + error)
                .hasMessageContaining("network has none; use a residual network or a vision transformer");
    }

    @Test
    void refusesTwoSetsOfNormalisationLayersWhereThereIsNone() throws TextException {
        assertThatThrownBy(() -> reading("softmax-regression: {side: 28, channels: 1}", "objective: adv-prop"))
                .isInstanceOf(TextException.class)
                .hasMessageStartingWith(
                        "r.yaml:8:18: adv-prop gives perturbed images normalisation layers of their own")
                .hasMessageContaining("network has none; use one with batch norm or layer norm");
        String transformer = "vision-transformer: {size: tiny, patch: 7, image: 28, channels: 1}";
        assertThat(reading(transformer, "objective: adv-prop").models()).hasSize(3);
    }

    @Test
    void takesThemForResidualNetworks() throws TextException {
        String network = "wide-res-net: {depth: 10, widen-factor: 1, channels: 1}";
        assertThat(read(network, "stochastic-depth: 0.1").models()).hasSize(3);
        assertThat(read(network, "optimizer: {sgd: {layer-decay: 0.7}}").models())
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wide-res-net: {depth: 10, widen-factor: 1, channels: 1} | 3 channels; the models look at 1 channel",
                "softmax-regression: {side: 28, channels: 3} | images of 8×8 pixels; the models look at 28×28"
            })
    void refusesNetworksForOtherImagesThanThereAre(String network, String error) throws TextException {
        String text = """
                data: cifar10
                models: {base: {train: {architecture: {%s}, objective: nominal, schedule: {cosine: {rate: 0.1}}, epochs: 1}}}
                evaluate: {conditions: [clean]}
                """.formatted(network);
        Recipe recipe = YamlRecords.read(text, "r.yaml", Recipe.class, List.of());
        RecipeImages images = new RecipeImages(MadeImages.of(30, new Seed(1)), MadeImages.of(10, new Seed(2)));
        assertThatThrownBy(() -> new RecipeSteps(recipe, "Test", images))
                .hasMessageStartingWith("models.base: ")
                .hasMessageContaining(error);
    }
}
