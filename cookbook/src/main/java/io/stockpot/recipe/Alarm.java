package io.stockpot.recipe;

import io.stockpot.evaluate.Warning;
import io.stockpot.evaluate.Warning.Gravity;
import io.stockpot.outcome.Accuracy;
import io.stockpot.report.WarningList;
import io.stockpot.report.WarningList.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A warning about a model or a soup of a recipe.
 *
 * @param who is warned of, e.g. "linf" or "soup triangle"
 * @param sentence the warning as it was kept
 * @param warning what it says; absent if a version with other words kept it
 */
record Alarm(String who, String sentence, Optional<Warning> warning) {
    private static final String OTHER = "other";

    /** Reads a sentence that an evaluation kept. */
    static Alarm of(String who, String sentence) {
        return new Alarm(who, sentence, Warning.parse(sentence));
    }

    /** Returns whether the number should not be quoted before this is cleared up. */
    boolean serious() {
        return warning.map(known -> known.gravity() == Gravity.SERIOUS).orElse(true);
    }

    /**
     * Returns whether it cannot mislead; evaluations of earlier versions kept such warnings too.
     *
     * @param robust the highest accuracy that it is about, by the label of the condition, if that is known
     */
    boolean isHarmless(Function<String, Optional<Accuracy>> robust) {
        return warning.flatMap(known -> robust.apply(known.where()).map(known.kind()::isHarmlessAt))
                .orElse(false);
    }

    private String kind() {
        return warning.map(known -> known.kind().id()).orElse(OTHER);
    }

    private String meaning() {
        return warning.map(known -> known.kind().why() + "; " + known.kind().advice() + ".")
                .orElse("");
    }

    private String affected() {
        return warning.map(known -> who + ", " + known.where() + ": " + known.seen() + ".")
                .orElse(who + ", " + sentence);
    }

    /** Returns the warnings for the page, those of one kind and gravity together, serious ones first; none if none. */
    static Optional<WarningList> listed(List<Alarm> alarms) {
        Map<Boolean, Map<String, List<Alarm>>> sorted = new LinkedHashMap<>();
        sorted.put(true, new LinkedHashMap<>());
        sorted.put(false, new LinkedHashMap<>());
        alarms.forEach(alarm -> sorted.get(alarm.serious())
                .computeIfAbsent(alarm.kind(), unknown -> new ArrayList<>())
                .add(alarm));
        List<Group> groups = new ArrayList<>();
        sorted.forEach((serious, kinds) -> kinds.forEach((kind, same) -> groups.add(new Group(
                kind,
                same.get(0).meaning(),
                serious,
                same.stream().map(Alarm::affected).toList()))));
        return groups.isEmpty() ? Optional.empty() : Optional.of(new WarningList(groups));
    }

    /** Returns the kinds of serious warnings, by who is warned of and the label of the condition. */
    static Map<String, Map<String, String>> marks(List<Alarm> alarms) {
        Map<String, Map<String, Set<String>>> kinds = new LinkedHashMap<>();
        alarms.stream()
                .filter(Alarm::serious)
                .forEach(alarm -> alarm.warning()
                        .ifPresent(known -> kinds.computeIfAbsent(alarm.who(), unknown -> new TreeMap<>())
                                .computeIfAbsent(known.where(), unknown -> new LinkedHashSet<>())
                                .add(known.kind().id())));
        Map<String, Map<String, String>> marks = new LinkedHashMap<>();
        kinds.forEach((who, labels) -> {
            Map<String, String> words = new LinkedHashMap<>();
            labels.forEach((label, ids) -> words.put(label, String.join(", ", ids)));
            marks.put(who, words);
        });
        return marks;
    }
}
