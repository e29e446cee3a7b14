package io.stockpot.recipe;

import io.stockpot.attack.Apgd;
import io.stockpot.attack.Attack;
import io.stockpot.attack.Judge;
import io.stockpot.attack.Revision;
import io.stockpot.evaluate.Condition;
import io.stockpot.text.Defaults;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How the models and soups of a recipe were measured, for sentences about it.
 *
 * @param conditions all of them, the points of curves one by one
 * @param images which images in words, e.g. "the first 200 test images of cifar10"
 * @param alarms warnings that were raised and can mislead
 */
record Measuring(List<Condition> conditions, String images, List<Alarm> alarms) {
    Measuring {
        conditions = List.copyOf(conditions);
        alarms = List.copyOf(alarms);
    }

    private List<Judge> judges() {
        return conditions.stream()
                .map(Condition::judge)
                .filter(judge -> !judge.attacks().isEmpty())
                .toList();
    }

    /** Returns the attacks in words, each once, e.g. "apgd with 10 steps". */
    String attacksInWords() {
        Set<String> words = new LinkedHashSet<>();
        judges().forEach(judge -> judge.attacks().forEach(attack -> words.add(attack.summary())));
        return String.join(" or ", words);
    }

    /** Returns the revision of the attacks: see {@link Revision}. */
    int revision() {
        return Revision.inKeys(judges()).orElse(1);
    }

    /** Returns whether any threat is searched with less than the paper's attack, APGD of 40 steps (§4). */
    boolean attacksAreShort() {
        Attack usual = Defaults.of(Apgd.class);
        return judges().stream()
                .anyMatch(judge -> judge.attacks().stream()
                                .mapToLong(
                                        attack -> attack.passes(judge.threat().norm()))
                                .sum()
                        < usual.passes(judge.threat().norm()));
    }

    /** Returns how many serious warnings were raised. */
    int serious() {
        return (int) alarms.stream().filter(Alarm::serious).count();
    }
}
