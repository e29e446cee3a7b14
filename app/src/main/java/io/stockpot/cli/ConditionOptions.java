package io.stockpot.cli;

import io.stockpot.attack.Attack;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Conditions;
import io.stockpot.evaluate.Curve;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import io.stockpot.threat.ThreatRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The conditions of an evaluation. */
final class ConditionOptions {
    private static final String CLEAN = "clean";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--condition",
            paramLabel = "TEXT",
            description =
                    "How images are seen: clean, a threat such as 'Linf 8/255', or a curve such as 'Linf 0..16/255 by 2/255'; may be"
                            + " repeated (default: clean).")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--attack",
            completionCandidates = Candidates.Attacks.class,
            defaultValue = Condition.USUAL_ATTACK,
            paramLabel = "YAML",
            description = "The attack on every threat, e.g. autoattack (default: ${DEFAULT-VALUE}).")
    private String attack;

    /** Returns all conditions in the order given, the points of curves one by one. */
    List<Condition> conditions() {
        try {
            Attack parsed = YamlRecords.read(attack, "--attack", Attack.class, List.of());
            List<Conditions> written = (texts.isEmpty() ? List.of(CLEAN) : texts)
                    .stream().map(text -> conditions(text, parsed)).toList();
            List<Condition> conditions = toldApart(written);
            Evaluator.requireDistinct(conditions);
            return conditions;
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--attack: " + unknown.sentence(), unknown);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), "--condition: " + wrong.getMessage(), wrong);
        }
    }

    /** A curve that has a label in common with something else is called by its text. */
    private static List<Condition> toldApart(List<Conditions> written) {
        Map<String, Long> uses = written.stream()
                .flatMap(some -> some.each().stream())
                .collect(Collectors.groupingBy(Condition::label, Collectors.counting()));
        return written.stream()
                .flatMap(some -> {
                    boolean shared = some.each().stream().anyMatch(condition -> uses.get(condition.label()) > 1);
                    return (shared ? some.calledByText() : some).each().stream();
                })
                .toList();
    }

    /** Reads "clean", a threat or a curve. */
    static Conditions conditions(String text, Attack attack) {
        if (text.equals(CLEAN)) {
            return new Condition.Clean();
        }
        return ThreatRange.isMeant(text)
                ? new Curve(ThreatRange.parse(text), attack, Optional.empty())
                : new Condition.Robust(ThreatModel.parse(text), attack, Optional.empty());
    }
}
