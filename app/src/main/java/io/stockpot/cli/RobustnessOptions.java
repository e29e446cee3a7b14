package io.stockpot.cli;

import io.stockpot.attack.Attack;
import io.stockpot.evaluate.Condition;
import io.stockpot.soup.RobustnessWish;
import io.stockpot.soup.choice.RobustFloor;
import io.stockpot.text.TextException;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a season is to find out about robustness, and to make of it. */
final class RobustnessOptions {
    private static final String FIRST = "first";
    private static final String ROBUST = "robust";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--condition",
            paramLabel = "TEXT",
            description = "Measure how robust the soup, the models and the soup's equals are under this threat, e.g."
                    + " 'Linf 8/255'; may be repeated.")
    private List<String> texts = new ArrayList<>();

    @Option(
            names = "--keep",
            paramLabel = "TEXT",
            description = "Take the best soup that is at least so robust, e.g. 'Linf 8/255 >= 30 %%'; may be repeated.")
    private List<String> floors = new ArrayList<>();

    @Option(
            names = "--among-equals",
            defaultValue = FIRST,
            paramLabel = "WHICH",
            description = "Which of the soups that cannot be told from the best is taken: first (default), the one of"
                    + " the highest accuracy; robust, the most robust under the conditions.")
    private String amongEquals;

    @Option(
            names = "--attack",
            defaultValue = "{apgd: {steps: 20, loss: margin}}",
            paramLabel = "YAML",
            description = "The short attack on every threat (default: ${DEFAULT-VALUE}).")
    private String attack;

    @Option(
            names = "--attacked",
            defaultValue = "100",
            paramLabel = "N",
            description = "Attack so many of the images that choose, drawn by class (default: at most"
                    + " ${DEFAULT-VALUE}).")
    private int images;

    /** Returns whether the choice depends on robustness. */
    boolean chooses() {
        return !floors.isEmpty() || amongEquals.equals(ROBUST);
    }

    /** Returns what was asked for, if anything was. */
    Optional<RobustnessWish> wish() {
        requireSense();
        if (texts.isEmpty() && floors.isEmpty()) {
            return Optional.empty();
        }
        Attack chosen = attack();
        List<Condition> conditions = new ArrayList<>();
        for (String text : texts) {
            conditions.addAll(read(
                    "--condition",
                    () -> ConditionOptions.conditions(text, chosen).each()));
        }
        List<RobustFloor> kept = new ArrayList<>();
        for (String text : floors) {
            Condition condition = read(
                    "--keep",
                    () -> new Condition.Robust(
                            ThreatModel.parse(RobustFloor.parse(text).condition()), chosen, Optional.empty()));
            kept.add(RobustFloor.parse(text).under(condition.label()));
            if (conditions.stream().noneMatch(other -> other.label().equals(condition.label()))) {
                conditions.add(condition);
            }
        }
        return Optional.of(read(
                "--condition",
                () -> new RobustnessWish(conditions, name(attack), images, kept, amongEquals.equals(ROBUST))));
    }

    private void requireSense() {
        if (!List.of(FIRST, ROBUST).contains(amongEquals)) {
            throw refusal("--among-equals must be first or robust, not '" + amongEquals + "'");
        }
        if (amongEquals.equals(ROBUST) && !floors.isEmpty()) {
            throw refusal("--keep takes the most accurate soup that is robust enough, --among-equals robust the most"
                    + " robust of the most accurate: leave one out");
        }
        if (images < 1) {
            throw refusal("--attacked must be at least 1, not " + images);
        }
        IdleOptions.refuse(
                command,
                texts.isEmpty() && floors.isEmpty(),
                List.of("--attack", "--attacked", "--among-equals"),
                "is for threats, and no condition is one; add e.g. --condition 'Linf 8/255'");
        if (texts.contains("clean")) {
            throw refusal("--condition: clean accuracy is always measured; name a threat, e.g. 'Linf 8/255'");
        }
    }

    private Attack attack() {
        try {
            return YamlRecords.read(attack, "--attack", Attack.class, List.of());
        } catch (TextException unknown) {
            throw new ParameterException(command.commandLine(), "--attack: " + unknown.sentence(), unknown);
        }
    }

    /** Returns the text of an attack without the braces around it. */
    private static String name(String yaml) {
        String text = yaml.strip();
        return text.startsWith("{") && text.endsWith("}")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    private <T> T read(String option, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command.commandLine(), option + ": " + wrong.getMessage(), wrong);
        }
    }

    private ParameterException refusal(String why) {
        return new ParameterException(command.commandLine(), why);
    }
}
