package io.stockpot.soup.choice;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Mixtures of a soup that are attacked before all others, so that their adversarial points can be tried on each mixture
 * of a grid before it is attacked. Which they are does not depend on the grid.
 */
public enum Anchors {
    /** Each ingredient alone. */
    VERTICES,
    /** Each ingredient alone, and all in equal parts. */
    VERTICES_AND_CENTRE;

    /**
     * Returns the mixtures.
     *
     * @param ingredients how many there are, at least one
     */
    public List<MixingWeights> of(int ingredients) {
        List<MixingWeights> vertices = new ArrayList<>(IntStream.range(0, ingredients)
                .mapToObj(i -> MixingWeights.vertex(i, ingredients))
                .toList());
        return switch (this) {
            case VERTICES -> List.copyOf(vertices);
            case VERTICES_AND_CENTRE -> {
                vertices.add(new MixingWeights(Collections.nCopies(ingredients, 1), ingredients));
                yield List.copyOf(vertices);
            }
        };
    }
}
