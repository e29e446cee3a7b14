package io.stockpot.soup;

import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.text.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a soup was made.
 *
 * @param soupOf digests of the ingredients' weights
 * @param weights one per ingredient
 * @param byName which tensors are mixed by other weights, in order; absent if none are
 * @param batchNorm where running statistics come from
 */
record SoupProvenance(
        List<String> soupOf,
        MixingWeights weights,
        Optional<List<LayeredWeights.Rule>> byName,
        BatchNormPolicy batchNorm) {
    SoupProvenance {
        soupOf = List.copyOf(soupOf);
        byName = byName.map(List::copyOf);
    }

    static SoupProvenance of(List<String> soupOf, LayeredWeights weights, BatchNormPolicy batchNorm) {
        Optional<List<LayeredWeights.Rule>> rules = Optional.of(weights.rules()).filter(some -> !some.isEmpty());
        return new SoupProvenance(soupOf, weights.common(), rules, batchNorm);
    }

    /** Returns the provenance of a soup; its ancestors are those that all ingredients share. */
    static Provenance provenance(List<Provenance> ingredients, String digest, SoupProvenance making) {
        List<String> ancestors = new ArrayList<>(ingredients.get(0).ancestors());
        ingredients.forEach(ingredient -> ancestors.retainAll(ingredient.ancestors()));
        ancestors.add(digest);
        return new Provenance(ancestors, CanonicalJson.of(making));
    }
}
