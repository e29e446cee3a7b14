package io.stockpot.recipe;

import io.stockpot.train.ModelSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The models of a recipe that only lend their weights: all that start from them replace the last layer or take images of
 * another size, and no soup or figure needs them. They answer for other classes or images than those of the recipe's
 * data, so they are not measured.
 */
final class Lenders {
    private Lenders() {}

    /** Returns their names, in the order of the recipe. */
    static Set<String> among(Map<String, ModelSource> models, Collection<SoupPlan> soups, Optional<ReportPlan> report) {
        Set<String> lenders = new LinkedHashSet<>();
        Set<String> plain = new LinkedHashSet<>();
        for (ModelSource source : models.values()) {
            boolean adapts = source.training()
                    .map(training -> !training.adaptation().isNone())
                    .orElse(false);
            source.parent().ifPresent(adapts ? lenders::add : plain::add);
        }
        soups.forEach(soup -> plain.addAll(soup.ingredients()));
        report.ifPresent(plan -> plan.blocks().forEach(block -> plain.addAll(block.landmarks())));
        lenders.removeAll(plain);
        return lenders;
    }
}
