package io.stockpot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.attack.Attack;
import io.stockpot.data.source.DataSource;
import io.stockpot.model.Architecture;
import io.stockpot.model.WideResNet;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The types that recipes are made of, in the spelling of recipes. */
class RoomsAsTextTest {
    private static final String YAML = """
            data: cifar10
            architecture: {wide-res-net: {depth: 28, widen-factor: 10}}
            threats: [Linf 8/255, L2 128/255, L1 12]
            attacks: [pgd, apgd: {steps: 10}]
            grids: [segment, simplex: {denominator: 5}, lattice: {minimum: -0.4}]
            weights: 0.5, 0.5, 0
            """;

    private record Everything(
            DataSource data,
            Architecture architecture,
            List<ThreatModel> threats,
            List<Attack> attacks,
            List<WeightGrid> grids,
            MixingWeights weights) {}

    @Test
    void everyTypeSurvivesTheRoundTrip() throws Exception {

        Everything read = YamlRecords.read(YAML, "all.yaml", Everything.class, List.of());
        String json = CanonicalJson.of(read);
        assertThat(CanonicalJson.read(json, Everything.class)).isEqualTo(read);
        assertThat(json).contains("\"threats\":[\"Linf 8/255\",\"L2 128/255\",\"L1 12\"]");
        WideResNet network = (WideResNet) read.architecture();
        assertThat(CanonicalJson.of(network)).startsWith("{\"wide-res-net\":{\"depth\":28,\"widen-factor\":10");
        assertThat(CanonicalJson.read(CanonicalJson.of(network), Architecture.class))
                .isEqualTo(network);
    }

    @Test
    void transformersHaveSizesWithNamesOrWithout() throws Exception {
        String small = "{vision-transformer: {size: small, pooling: mean-then-norm}}";
        String other = "{vision-transformer: {size: {custom: {width: 64, depth: 2, heads: 4}}, patch: 4, image: 32}}";
        for (String yaml : List.of(small, other)) {
            Architecture read = YamlRecords.read(yaml, "size", Architecture.class, List.of());
            assertThat(CanonicalJson.read(CanonicalJson.of(read), Architecture.class))
                    .isEqualTo(read);
        }
        assertThatThrownBy(() ->
                        YamlRecords.read(other.replace("heads: 4", "heads: 5"), "size", Architecture.class, List.of()))
                .hasMessageContaining("heads must divide the width 64, unlike 5");
    }

    @Test
    void refusesValuesWithLineAndColumn() {
        assertThatThrownBy(() -> YamlRecords.read(
                        YAML.replace("L2 128/255", "L3 128/255"), "all.yaml", Everything.class, List.of()))
                .hasMessageStartingWith("all.yaml:3:23: threats[1]: ");
        assertThatThrownBy(() -> YamlRecords.read(
                        YAML.replace("depth: 28", "depth: 29"), "all.yaml", Everything.class, List.of()))
                .hasMessageStartingWith("all.yaml:2:");
    }
}
