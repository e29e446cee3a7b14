package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the weights of single layers follow from those of a mixture. A new rule is one more record here, and a line in
 * docs/recipes.md.
 */
public sealed interface LayerRule {
    /**
     * Returns the weights of every tensor.
     *
     * @param common weights of the mixture
     * @param facts about the ingredients, asked only for what is needed
     * @throws IOException if a fact cannot be had
     */
    LayeredWeights layered(MixingWeights common, LayerFacts facts) throws IOException;

    /**
     * Checks that the rule suits a number of ingredients.
     *
     * @throws IllegalArgumentException if it does not
     */
    default void requireSuits(int ingredients) {
        if (ingredients < 2) {
            throw new IllegalArgumentException("a rule for layers needs a base and at least one more ingredient");
        }
    }

    /**
     * Checks that the rule suits the tensors of a network, before there are models.
     *
     * @param tensors their names
     * @throws IllegalArgumentException if it does not
     */
    default void requireTensors(List<String> tensors) {}

    /**
     * Some tensors by name are mixed by weights of their own.
     *
     * @param tensors patterns of names, and for each either weights or the word "mixed", which stands for those of the
     *     mixture; the first that matches decides, and what none matches is mixed
     */
    record ByName(Map<String, String> tensors) implements LayerRule {
        private static final String MIXED = "mixed";

        /** Copies the map and checks patterns and weights. */
        public ByName {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
            if (tensors.isEmpty()) {
                throw new IllegalArgumentException("tensors need at least one pattern, such as {'fc.*': \"1, 0\"}");
            }
            tensors.forEach((pattern, weights) -> {
                TensorPattern.parse(pattern);
                if (!weights.equals(MIXED)) {
                    MixingWeights.parse(weights);
                }
            });
        }

        @Override
        public LayeredWeights layered(MixingWeights common, LayerFacts facts) {
            List<LayeredWeights.Rule> rules = new ArrayList<>();
            tensors.forEach((pattern, weights) -> rules.add(new LayeredWeights.Rule(
                    TensorPattern.parse(pattern), weights.equals(MIXED) ? common : MixingWeights.parse(weights))));
            return new LayeredWeights(common, rules);
        }

        @Override
        public void requireTensors(List<String> tensors) {
            MixingWeights any = MixingWeights.vertex(0, 1);
            List<LayeredWeights.Rule> rules = this.tensors.keySet().stream()
                    .map(pattern -> new LayeredWeights.Rule(TensorPattern.parse(pattern), any))
                    .toList();
            new LayeredWeights(any, rules).requireSuits(tensors);
        }

        @Override
        public void requireSuits(int ingredients) {
            tensors.forEach((pattern, weights) -> {
                int number = weights.equals(MIXED)
                        ? ingredients
                        : MixingWeights.parse(weights).size();
                if (number != ingredients) {
                    throw new IllegalArgumentException("tensors '" + pattern + "' have " + number + " weights for "
                            + ingredients + " ingredients: " + weights);
                }
            });
        }
    }

    /**
     * Model Stock (Jang, Yun and Han, "Model Stock: All we need is just a few fine-tuned models", ECCV 2024, eq. 4 and 5):
     * of N models that were fine-tuned from the same base, the more they differ in a tensor, the nearer it stays to the
     * base. With θ the angle at the base between the models, t = N cos θ / (1 + (N − 1) cos θ), and the tensor is
     * base + t (mixture − base). The mixture of the paper is the mean of the fine-tuned models.
     *
     * <p>The first ingredient is the base. Of more than two models the cosine is the mean over all pairs of those that the
     * mixture holds; a mean below 0 counts as 0, which is the base; of a single model, and where a tensor was not changed
     * by fine-tuning, t is 1. Each tensor has an angle of its own; running statistics go with the scale of their layer.
     *
     * @param denominator that t is rounded to: 1000 means that it is a multiple of 0.001
     */
    record ModelStock(@JsonProperty(defaultValue = "1000") int denominator) implements LayerRule {
        private static final int LEAST = 3;

        /** Checks the number. */
        public ModelStock {
            Guards.requireAtLeast("denominator", 1, denominator);
        }

        /** Of a single fine-tuned model there is no angle, so each mixture would be the plain one. */
        @Override
        public void requireSuits(int ingredients) {
            if (ingredients < LEAST) {
                throw new IllegalArgumentException(
                        "model-stock compares fine-tuned models: it needs a base, which comes"
                                + " first, and at least two others, not " + ingredients + " ingredients in all");
            }
        }

        @Override
        public LayeredWeights layered(MixingWeights common, LayerFacts facts) throws IOException {
            Set<String> names = new LinkedHashSet<>();
            facts.tensors().forEach(tensor -> names.add(LayeredWeights.deciding(tensor)));
            names.retainAll(facts.tensors());
            List<TensorGroup> alone = names.stream()
                    .map(name -> new TensorGroup(name, List.of(name)))
                    .toList();
            List<MixingWeights> weights = new ArrayList<>();
            for (String name : names) {
                double ratio = ratio(common, facts.products(name));
                weights.add(common.towardsFirst(Fraction.of(Math.round(ratio * denominator), denominator)));
            }
            return TensorGroup.layered(common, alone, weights);
        }

        /** Returns t of one tensor. */
        static double ratio(MixingWeights common, List<List<Double>> products) {
            List<Integer> tuned = new ArrayList<>();
            for (int i = 1; i < common.size(); i++) {
                if (common.numerators().get(i) != 0) {
                    tuned.add(i);
                }
            }
            double sum = 0;
            int pairs = 0;
            for (int i : tuned) {
                for (int j : tuned) {
                    double lengths = Math.sqrt(apart(products, i, i) * apart(products, j, j));
                    if (i < j && lengths > 0) {
                        sum += apart(products, i, j) / lengths;
                        pairs++;
                    }
                }
            }
            if (pairs == 0) {
                return 1;
            }
            // rounding may take that of parallel changes, which are small against the weights, above 1
            double cosine = Math.max(0, Math.min(1, sum / pairs));
            return tuned.size() * cosine / (1 + (tuned.size() - 1) * cosine);
        }

        /** Returns the inner product of what fine-tuning has changed in two models. */
        private static double apart(List<List<Double>> products, int i, int j) {
            return products.get(i).get(j)
                    - products.get(i).get(0)
                    - products.get(0).get(j)
                    + products.get(0).get(0);
        }
    }

    /**
     * LiNeS (Wang et al., "LiNeS: Post-training layer scaling prevents forgetting and enhances model merging", ICLR 2025,
     * eq. 2): what fine-tuning has changed is scaled by depth, less in early layers, which are general. A tensor of the
     * l-th of L depths is base + λ (mixture − base) with λ = α + β (l − 1) / (L − 1).
     *
     * <p>The first ingredient is the base. Depths are the residual blocks; what comes before the first goes with it, what
     * comes after the last with that. Of a single depth λ is α + β.
     *
     * @param alpha λ of the first depth, a decimal or a fraction
     * @param beta how much more the last has
     */
    record Lines(
            @JsonProperty(defaultValue = "0") String alpha,
            @JsonProperty(defaultValue = "1") String beta) implements LayerRule {
        /** Checks the numbers. */
        public Lines {
            alpha = Fraction.parse(alpha).toString();
            beta = Fraction.parse(beta).toString();
        }

        @Override
        public LayeredWeights layered(MixingWeights common, LayerFacts facts) throws IOException {
            List<TensorGroup> depths = facts.depths();
            List<MixingWeights> weights = new ArrayList<>();
            for (int depth = 0; depth < depths.size(); depth++) {
                weights.add(common.towardsFirst(scale(depth, depths.size())));
            }
            return TensorGroup.layered(common, depths, weights);
        }

        /** Returns λ = α + β l / (L − 1) of depth l, counted from 0. */
        private Fraction scale(int depth, int depths) {
            Fraction least = Fraction.parse(alpha);
            Fraction more = Fraction.parse(beta);
            long step = depths == 1 ? 1 : depth;
            long steps = Math.max(1, depths - 1);
            long denominator = least.denominator() * more.denominator() * steps;
            return Fraction.of(
                    least.numerator() * more.denominator() * steps + more.numerator() * least.denominator() * step,
                    denominator);
        }
    }
}
