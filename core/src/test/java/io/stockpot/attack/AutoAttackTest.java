package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.attack.AutoAttack.Version;
import io.stockpot.base.Seed;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Rows;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.Epsilon;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NoLeaks.class)
class AutoAttackTest extends AttackInEveryNorm {
    private static final List<Attack> SHORT =
            List.of(new Apgd(10, 1, Optional.empty()), new TargetedApgd(10, 2, false), new Fab(15, 4), new Square(40));

    @Override
    Attack attack(Norm norm) {
        return new Cascade(SHORT);
    }

    @ParameterizedTest
    @EnumSource
    void standardIsThePublishedSequence(Norm norm) {
        Optional<AttackLoss> crossEntropy = Optional.of(AttackLoss.CROSS_ENTROPY);
        List<Attack> expected = norm == Norm.L1
                ? List.of(
                        new Apgd(100, 5, crossEntropy, true),
                        new TargetedApgd(100, 5, true),
                        new Fab(100, 9),
                        new Square(5000, 0.8, 15_000))
                : List.of(
                        new Apgd(100, 1, crossEntropy),
                        new TargetedApgd(100, 9, false),
                        new Fab(100, 9),
                        new Square(5000, 0.8, 15_000));
        assertThat(AutoAttack.standard(norm)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void breaksWhatEachOfItsAttacksBreaks(Norm norm) {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(3);
            Tensor images = Fixtures.images(30, 8);
            Tensor labels = Fixtures.classes(network, images);
            ThreatModel threat = ThreatModel.parse(norm + (norm == Norm.LINF ? " 0.05" : " 0.5"));
            int together = new Judge(threat, List.of(new Cascade(SHORT)))
                    .judge(network, images, labels, Fixtures.draws(30))
                    .robust()
                    .cardinality();
            for (Attack attack : SHORT) {
                int alone = new Judge(threat, List.of(attack))
                        .judge(network, images, labels, Fixtures.draws(30))
                        .robust()
                        .cardinality();
                assertThat(together).isLessThanOrEqualTo(alone);
            }
        }
    }

    /** The four attacks in full length: shuffled and cut into other batches, every image fares the same. */
    @ParameterizedTest
    @EnumSource
    void standardVerdictsDependNeitherOnBatchesNorOnOrder(Norm norm) {
        int count = 12;
        String radius = switch (norm) {
            case LINF -> "0.06";
            case L2 -> "0.3";
            case L1 -> "0.6";
        };
        Judge judge = new Judge(ThreatModel.parse(norm + " " + radius), List.of(new AutoAttack(Version.STANDARD)));
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(1);
            Tensor images = Fixtures.images(count, 2);
            Tensor labels = Fixtures.classes(network, images);
            BitSet together =
                    judge.judge(network, images, labels, Fixtures.draws(count)).robust();
            assertThat(together.cardinality()).isBetween(1, count - 1);
            for (long[] ids : new long[][] {{11, 2, 7, 0, 9}, {4, 10, 1}, {6}, {8, 3, 5}}) {
                Tensor chosen = Fixtures.indices(ids);
                BitSet robust = judge.judge(
                                network,
                                images.index_select(0, chosen),
                                labels.index_select(0, chosen),
                                new Draws(new Seed(99), ids))
                        .robust();
                for (int place = 0; place < ids.length; place++) {
                    assertThat(robust.get(place)).as("image %s", ids[place]).isEqualTo(together.get((int) ids[place]));
                }
            }
        }
    }

    @Test
    void trainingGetsTheFirstAttackAlone() {
        try (Scope scope = Scope.open()) {
            Logits network = Fixtures.network(3);
            Tensor images = Fixtures.images(5, 8);
            Goal goal = new Goal(network, Fixtures.classes(network, images));
            ThreatModel threat = ThreatModel.parse("Linf 0.05");
            Tensor all = new Cascade(SHORT).perturb(goal, images, threat, Purpose.TRAINING, Fixtures.draws(5));
            Tensor first = SHORT.get(0).perturb(goal, images, threat, Purpose.TRAINING, Fixtures.draws(5));
            assertThat(Rows.of(all)).isDeepEqualTo(Rows.of(first));
        }
    }

    /** A default that is written is the default that is left out. */
    @ParameterizedTest
    @EnumSource
    void spellsOutWhatItRuns(Norm norm) {
        AutoAttack usual = new AutoAttack(Version.STANDARD);
        Attack spelled = usual.spelledOut(norm);
        assertThat(spelled).isEqualTo(new Cascade(usual.stages(norm)));
        assertThat(new AutoAttack(Version.STANDARD, Optional.of(15_000)).spelledOut(norm))
                .isEqualTo(spelled);
        assertThat(new AutoAttack(Version.STANDARD, Optional.of(0)).spelledOut(norm))
                .isNotEqualTo(spelled);
        Attack apgd = SHORT.get(0);
        assertThat(new Cascade(List.of(apgd, usual)).spelledOut(norm)).isEqualTo(new Cascade(List.of(apgd, spelled)));
        assertThat(Stage.of(List.of(apgd, spelled), norm)).isEqualTo(Stage.of(List.of(apgd, usual), norm));
        assertThat(apgd.spelledOut(norm)).isEqualTo(apgd);
    }

    private record Attacks(List<Attack> attacks) {}

    @Test
    void readsFromYamlLikeAnyOtherAttack() throws IOException {
        String yaml = """
                attacks:
                  - auto-attack: {version: standard}
                  - auto-attack: {version: paper-strong}
                  - auto-attack: {extra-queries: 0}
                  - cascade: {attacks: [apgd: {steps: 40}, fab: {targets: 3}, square]}
                  - targeted-apgd: {targets: 5, large-radii: true}
                """;
        Attacks read = YamlRecords.read(yaml, "attacks.yaml", Attacks.class, List.of());
        assertThat(read.attacks())
                .containsExactly(
                        new AutoAttack(Version.STANDARD),
                        new AutoAttack(Version.PAPER_STRONG),
                        new AutoAttack(Version.STANDARD, Optional.of(0)),
                        new Cascade(List.of(new Apgd(40, 1, Optional.empty()), new Fab(100, 3), new Square(5000))),
                        new TargetedApgd(100, 5, true));
        assertThat(CanonicalJson.read(CanonicalJson.of(read), Attacks.class)).isEqualTo(read);
        assertThat(((AutoAttack) read.attacks().get(2)).stages(Norm.L2).get(3)).isEqualTo(new Square(5000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AutoAttack(Version.PAPER, Optional.of(1)))
                .withMessage("extra-queries are for the version standard only");
    }

    @Test
    void refusesACascadeWithoutAttacks() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cascade(List.of()))
                .withMessage("attacks must name at least one, e.g. [apgd: {steps: 40}, square]");
    }

    @ParameterizedTest
    @EnumSource
    void everySequenceBeginsWithWhatItSaysToSearchBy(Version version) {
        for (Norm norm : Norm.values()) {
            Attack attack = new AutoAttack(version);
            assertThat(attack.search())
                    .isEqualTo(attack.parts(norm).get(0).search())
                    .isEqualTo(attack.spelledOut(norm).search());
            attack.requireSuits(new ThreatModel(norm, Epsilon.parse("1")));
        }
    }

    @Test
    void sequencesSearchByWhatAsksMostOfTheClassifier() {
        Attack square = new Square(10);
        Attack fab = new Fab(10, 1);
        Attack apgd = new Apgd(10, 1, Optional.empty());
        assertThat(new Cascade(List.of(square)).search()).isEqualTo(Attack.Search.BLACK_BOX);
        assertThat(new Cascade(List.of(square, fab)).search()).isEqualTo(Attack.Search.BOUNDARY);
        assertThat(new Cascade(List.of(square, new Cascade(List.of(fab, apgd)))).search())
                .isEqualTo(Attack.Search.LOSS_GRADIENT);
    }

    /** Training runs the first attack alone. */
    @Test
    void classesAreCountedForTheAttacksThatAreRun() {
        Attack standard = new AutoAttack(Version.STANDARD);
        standard.requireClasses(2, Norm.LINF, Purpose.TRAINING);
        standard.requireClasses(4, Norm.LINF, Purpose.EVALUATION);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> standard.requireClasses(3, Norm.LINF, Purpose.EVALUATION))
                .withMessageStartingWith("the targeted DLR loss needs at least 4 classes, not 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Apgd(1, 1, Optional.empty()).requireClasses(2, Norm.L2, Purpose.EVALUATION))
                .withMessageStartingWith("the DLR loss needs at least 3 classes, not 2");
        new Apgd(1, 1, Optional.empty()).requireClasses(2, Norm.L2, Purpose.TRAINING);
        new Apgd(1, 1, Optional.empty()).requireClasses(2, Norm.L1, Purpose.EVALUATION);
    }
}
