package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.AttackLoss;
import io.stockpot.attack.AutoAttack;
import io.stockpot.attack.Cascade;
import io.stockpot.attack.Fab;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Square;
import io.stockpot.attack.TargetedApgd;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.MadeImages;
import io.stockpot.evaluate.Warning.Kind;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NoLeaks.class)
class WarningTest {
    private static final Attack ASCENT = new Apgd(15, 1, Optional.of(AttackLoss.CROSS_ENTROPY));

    @TempDir
    Path folder;

    private static Attack standard(int targets) {
        return new Cascade(List.of(ASCENT, new TargetedApgd(15, targets, false), new Fab(15, targets), new Square(60)));
    }

    private List<Kind> raised(Logits network, Attack attack) throws IOException {
        Condition robust = new Condition.Robust(ThreatModel.parse("Linf 30/255"), attack, Optional.empty());
        Evaluator evaluator = new Evaluator(MadeImages.of(80, new Seed(1)), List.of(robust), 50, new Seed(5));
        Journal journal = Journal.in(folder);
        Findings first = evaluator.evaluate(network, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        Logits unused = images -> {
            throw new AssertionError("asked again");
        };
        Findings again = evaluator.evaluate(unused, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        assertThat(again.warnings()).as("what the journal knows").isEqualTo(first.warnings());
        return first.warnings().stream().map(Warning::kind).toList();
    }

    @Test
    void anHonestClassifierRaisesNone() throws IOException {
        assertThat(raised(MadeNetworks.quarters(), standard(3))).isEmpty();
    }

    @Test
    void aRandomClassifierIsNoticed() throws IOException {
        assertThat(raised(MadeNetworks.random(), ASCENT)).containsExactly(Kind.RANDOM_OUTPUTS);
    }

    @Test
    void probabilitiesAreNoticed() throws IOException {
        assertThat(raised(MadeNetworks.softmax(), ASCENT)).containsExactly(Kind.PROBABILITY_OUTPUTS);
    }

    /** All answers are wrong then, which has this cause and no other. */
    @Test
    void outputsThatAreNoNumbersAreNoticed() throws IOException {
        assertThat(raised(MadeNetworks.spoilt(), ASCENT))
                .contains(Kind.NON_FINITE_OUTPUTS)
                .doesNotContain(Kind.IMPLAUSIBLE_CLEAN_ACCURACY);
    }

    @Test
    void gradientsOfZeroAreNoticed() throws IOException {
        assertThat(raised(MadeNetworks.quantised(), ASCENT)).containsExactly(Kind.ZERO_GRADIENTS);
    }

    @Test
    void gradientsThatAreNoNumbersAreNoticed() throws IOException {
        assertThat(raised(MadeNetworks.rooted(), ASCENT)).contains(Kind.NON_FINITE_GRADIENTS);
    }

    @Test
    void misleadingGradientsAreNoticed() throws IOException {
        assertThat(raised(MadeNetworks.misleading(), new Cascade(List.of(ASCENT, new Square(400)))))
                .containsExactly(Kind.BLACK_BOX_WINS, Kind.MASKED_GRADIENTS);
    }

    @Test
    void targetsThatDoNotExistAreNoticed() throws IOException {
        assertThat(raised(MadeNetworks.quarters(), standard(9))).containsExactly(Kind.FEW_CLASSES, Kind.FEW_CLASSES);
    }

    @Test
    void aClassifierThatKnowsNothingIsNoticed() throws IOException {
        assertThat(raised(MadeNetworks.shifted(), ASCENT)).containsExactly(Kind.IMPLAUSIBLE_CLEAN_ACCURACY);
    }

    @Test
    void whatIsNotAttackedToTheEndIsNoticedAndGoesOn() throws IOException {
        Attack attack = new Cascade(List.of(ASCENT, new Square(60)));
        Condition robust = new Condition.Robust(ThreatModel.parse("Linf 30/255"), attack, Optional.empty());
        Evaluator evaluator = new Evaluator(MadeImages.of(80, new Seed(1)), List.of(robust), 20, new Seed(5));
        Logits network = MadeNetworks.quarters();
        Findings whole =
                evaluator.evaluate(network, Journal.none(), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        assertThat(whole.warnings()).isEmpty();
        String label = robust.label();
        int right = whole.outcomes().accuracy(label).correct();
        int before = 81;
        for (int blocks = 0; blocks < 6; blocks++) {
            AtomicInteger asked = new AtomicInteger();
            int allowed = blocks == 0 ? 0 : 1;
            Findings part = evaluator.evaluate(
                    network,
                    Journal.in(folder),
                    Coverage.EVERY_CONDITION,
                    () -> asked.getAndIncrement() >= allowed,
                    Progress.NONE);
            int now = part.outcomes().accuracy(label).correct();
            assertThat(now).isBetween(right, before);
            before = now;
            if (part.warnings().isEmpty()) {
                break;
            }
            assertThat(part.warnings()).extracting(Warning::kind).containsExactly(Kind.UNFINISHED_ATTACKS);
            int left = part.conditions().get(0).unfinished();
            assertThat(part.warnings().get(0).seen()).contains(" " + left + " of the images");
            assertThat(left).isBetween(1, now);
        }
        Findings rest =
                evaluator.evaluate(network, Journal.in(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
        assertThat(rest.warnings()).isEmpty();
        assertThat(rest.outcomes()).isEqualTo(whole.outcomes());
    }

    @ParameterizedTest
    @EnumSource
    void everyWarningIsExplained(Kind kind) throws IOException {
        String page = Files.readString(Path.of("../docs/warnings.md"));
        String[] parts = page.split("\n## " + kind.id() + "\n", 2);
        assertThat(parts).as("a section '%s'", kind.id()).hasSize(2);
        assertThat(parts[1].split("\n## ", 2)[0]).contains("**Raised when**", "**Why**", "**What to do**");
        assertThat(new Warning(kind, "clean", "seen").toString()).contains(kind.id(), kind.why(), kind.advice());
    }

    private Evaluator evaluator(List<String> classes, String threat, Attack attack, int images) {
        Condition robust = new Condition.Robust(ThreatModel.parse(threat), attack, Optional.empty());
        return new Evaluator(MadeImages.of(images, new Seed(1), classes), List.of(robust), 50, new Seed(5));
    }

    /** Three folders of photos, say, and a network of more classes. */
    @Test
    void theClassesOfTheClassifierCountAndNotThoseOfTheData() throws IOException {
        List<String> three = List.of("a", "b", "c");
        Evaluator nine = evaluator(three, "Linf 30/255", new TargetedApgd(2, 9, false), 40);
        Logits ten = MadeNetworks.quarters(10);
        Journal journal = Journal.in(folder);
        assertThat(nine.evaluate(ten, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE)
                        .warnings())
                .isEmpty();
        Logits unused = images -> {
            throw new AssertionError("asked again");
        };
        assertThat(nine.evaluate(unused, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE)
                        .warnings())
                .isEmpty();
        // journals of old do not know how many classes there are
        Path clean = folder.resolve("clean.jsonl");
        String known = Files.readString(clean);
        Files.writeString(clean, known.replace("\"classes\":10,", ""));
        assertThat(Files.readString(clean)).isNotEqualTo(known);
        assertThat(nine.evaluate(ten, journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE)
                        .warnings())
                .isEmpty();
        Evaluator more = evaluator(three, "Linf 30/255", new TargetedApgd(2, 10, false), 40);
        assertThat(more.evaluate(ten, Journal.none(), Coverage.EVERY_CONDITION, () -> false, Progress.NONE)
                        .warnings())
                .extracting(Warning::seen)
                .containsExactly("targeted-apgd is to aim at 10 classes, and there are 9 besides the label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Linf 30/255", "L2 1.2", "L1 12"})
    void whatIsAdvisedForFewClassesWorksForTwo(String threat) throws IOException {
        String section = Files.readString(Path.of("../docs/warnings.md")).split("\n## few-classes\n", 2)[1];
        Matcher written = Pattern.compile("`(\\{cascade: .*?)`", Pattern.DOTALL).matcher(section);
        assertThat(written.find()).isTrue();
        String restarts = Kind.FEW_CLASSES.advice().replaceFirst("^.*e\\.g\\. ", "");
        for (String advised : List.of(written.group(1), restarts)) {
            Attack attack = YamlRecords.read(advised, "advice", Attack.class, List.of());
            Findings findings = evaluator(List.of("a", "b"), threat, attack, 10)
                    .evaluate(
                            MadeNetworks.quarters(2),
                            Journal.none(),
                            Coverage.EVERY_CONDITION,
                            () -> false,
                            Progress.NONE);
            assertThat(findings.warnings()).isEmpty();
            assertThat(findings.outcomes().accuracy(threat).correct()).isLessThan(10);
        }
    }

    @Test
    void attacksThatNeedMoreClassesFailBeforeTheFirst() throws IOException {
        Evaluator three =
                evaluator(List.of("a", "b", "c"), "Linf 30/255", new AutoAttack(AutoAttack.Version.STANDARD), 10);
        Journal journal = Journal.in(folder);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> three.evaluate(
                        MadeNetworks.quarters(3), journal, Coverage.EVERY_CONDITION, () -> false, Progress.NONE))
                .withMessageContaining("Linf 30/255: the targeted DLR loss needs at least 4 classes, not 3")
                .withMessageContaining(Apgd.FOR_FEW_CLASSES);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("clean.jsonl"));
        }
    }
}
