package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.evaluate.Condition;
import io.stockpot.evaluate.Evaluator;
import io.stockpot.evaluate.Predictor;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.InnerAttack;
import io.stockpot.soup.choice.Search;
import io.stockpot.soup.choice.WeightGrid;
import io.stockpot.tensor.Precision;
import io.stockpot.text.LocatedArgumentException;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.ThreatModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Soups fitted to shifts with few labelled images (paper §5).
 *
 * @param ingredients names of models
 * @param weights which mixtures to choose from
 * @param batchNorm where running statistics come from
 * @param search how the best mixture of each shift is searched for
 * @param shifts names of the shifts; absent means all
 * @param protocol which images judge
 * @param best how many of the best soups are judged, for each shift and on average
 * @param compare names of further models that are judged beside the ingredients
 * @param ensembles names of models whose mean probabilities are judged beside them
 * @param precision of the first look at an image; absent means the fastest that the processor has. What is
 *     not clear then is decided in float32
 * @param batchSize images classified or attacked at once
 * @param conditions how the images of each shift are looked at: as they are, or under attack. Each condition makes a
 *     column of its own, with soups that are chosen for it
 * @param ascent the arithmetic in which APGD climbs; absent means float32
 */
public record SeasoningPlan(
        List<String> ingredients,
        @JsonProperty(defaultValue = "lattice") WeightGrid weights,
        @JsonProperty(defaultValue = "interpolate") BatchNormPolicy batchNorm,
        @JsonProperty(defaultValue = "exhaustive") Search search,
        Optional<List<String>> shifts,
        @JsonProperty(defaultValue = "disjoint") Protocol protocol,
        @JsonProperty(defaultValue = "3") int best,
        @JsonProperty(defaultValue = "[]") List<String> compare,
        @JsonProperty(defaultValue = "{}") Map<String, List<String>> ensembles,
        Optional<Precision> precision,
        @JsonProperty(defaultValue = "250") int batchSize,
        @JsonProperty(defaultValue = "[clean: {}]") List<Condition> conditions,
        Optional<Precision> ascent) {
    /** The default, which leaves no trace in keys: they are older than searches. */
    static final Search USUAL_SEARCH = new Search.Exhaustive();

    private static final String UNDER = " under ";

    /** Which images judge the soups. */
    public enum Protocol {
        /** Those whose photos did not choose on any shift. */
        DISJOINT,
        /** All, also those that chose: the paper's protocol (§5.1), which flatters the chosen soups. */
        OVERLAPPING
    }

    /** Copies the collections and checks that the grid suits the number of ingredients. */
    public SeasoningPlan {
        ingredients = List.copyOf(ingredients);
        shifts = shifts.map(List::copyOf);
        compare = List.copyOf(compare);
        Map<String, List<String>> copy = new LinkedHashMap<>();
        ensembles.forEach((name, members) -> copy.put(name, List.copyOf(members)));
        ensembles = Collections.unmodifiableMap(copy);
        conditions = List.copyOf(conditions);
        Evaluator.requireDistinct(conditions);
        if (ingredients.size() < 2) {
            throw new IllegalArgumentException("ingredients must be at least 2 models, not " + ingredients.size());
        }
        if (best < 1 || batchSize < 1) {
            throw new IllegalArgumentException("best and batch-size must be at least 1");
        }
        ensembles.forEach((name, members) -> {
            if (members.size() < 2) {
                throw new IllegalArgumentException("the ensemble '" + name + "' needs at least 2 models");
            }
        });
        if (best > 1 && !search.judgesAll()) {
            throw new LocatedArgumentException(
                    "best",
                    "a " + search.title() + " finds the best mixture of each shift only, and best is " + best
                            + "; set best to 1, or search to exhaustive");
        }
        if (search.needsLogits() && conditions.stream().anyMatch(SeasoningPlan::attacks)) {
            throw new LocatedArgumentException(
                    "search",
                    "a " + search.title() + " goes by logits of images as they are, and conditions attack them; set"
                            + " search to exhaustive, race or robust-descent");
        }
        requireThreats(search);
        requireOtherNames(compare, ensembles);
        weights.points(ingredients.size());
    }

    /** Threats are texts to searches, which know no geometry. */
    private static void requireThreats(Search search) {
        List<ThreatModel> threats = new ArrayList<>();
        for (int i = 0; i < search.threats().size(); i++) {
            try {
                threats.add(ThreatModel.parse(search.threats().get(i)));
                InnerAttack.requireOnce(threats);
            } catch (IllegalArgumentException wrong) {
                String path = "search." + YamlRecords.nameOf((Record) search) + ".threats." + i;
                throw new LocatedArgumentException(path, wrong.getMessage());
            }
        }
    }

    /** Rows of a table go by their names. */
    private static void requireOtherNames(List<String> compare, Map<String, List<String>> ensembles) {
        for (String name : ensembles.keySet()) {
            if (compare.contains(name)) {
                throw new LocatedArgumentException(
                        "ensembles." + name,
                        "the ensemble '" + name + "' has the name of a model under 'compare'; give it another");
            }
        }
    }

    private static boolean attacks(Condition condition) {
        return !condition.judge().attacks().isEmpty();
    }

    /** Returns the names under which a shift appears, one for each condition. */
    List<String> columns(String shift) {
        return conditions.stream()
                .map(condition -> attacks(condition) ? shift + UNDER + condition.label() : shift)
                .toList();
    }

    /** Returns a shift as it is seen under each condition. */
    List<RecipeShift> seen(RecipeShift shift, long seed) {
        List<String> columns = columns(shift.name());
        List<RecipeShift> seen = new ArrayList<>();
        for (Condition condition : conditions) {
            seen.add(
                    attacks(condition)
                            ? shift.under(columns.get(seen.size()), new ShiftThreat(condition, seed, ascent))
                            : shift);
        }
        return seen;
    }

    /** Returns how images are answered as they are. */
    Predictor predictor() {
        return new Predictor(batchSize, firstLook());
    }

    /** Prepares the answers to images of a shift, as they are or under its threat. */
    ShiftSweep sweep(Path folder, RecipeShift shift) {
        ShiftSweep plain = ShiftSweep.in(folder, predictor());
        return shift.threat()
                .map(threat -> plain.under(threat.attack(batchSize)))
                .orElse(plain);
    }

    /**
     * Adds the work of answering images of a shift.
     *
     * @param times how many networks answer
     */
    void addTo(Effort effort, RecipeShift shift, double times, Role role) {
        int images = images(shift, role).length;
        double all = times * shift.images().versions().size();
        shift.threat()
                .ifPresentOrElse(
                        threat -> threat.addTo(effort, all * images), () -> effort.answering(all, images, predictor()));
    }

    /** Returns the arithmetic of the first look. */
    Precision firstLook() {
        return precision.orElseGet(Precision::fastest);
    }

    /** Returns whether images that chose may judge. */
    boolean overlapping() {
        return protocol == Protocol.OVERLAPPING;
    }

    /** Returns the images of a shift that choose, or those that judge. */
    int[] images(RecipeShift shift, Role role) {
        return role == Role.CHOOSE ? shift.adaptation() : shift.test(overlapping());
    }

    /** Returns what stands for these images in keys. */
    String fingerprint(RecipeShift shift, Role role) {
        return role == Role.CHOOSE ? shift.adaptationFingerprint() : shift.testFingerprint(overlapping());
    }
}
