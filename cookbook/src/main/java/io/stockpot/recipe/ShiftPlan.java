package io.stockpot.recipe;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.shift.Shift;
import io.stockpot.data.shift.ShiftSplit;
import java.util.Optional;

/**
 * A distribution that soups are seasoned for.
 *
 * @param images where they come from, and their protocol
 * @param adaptation how many choose a soup, drawn by the seed
 * @param test at most so many of the others judge it; absent means all
 * @param optional whether the recipe goes on without it when it is not there, and says so
 */
public record ShiftPlan(
        Shift images,
        @JsonProperty(defaultValue = "1000") int adaptation,
        Optional<Integer> test,
        @JsonProperty(defaultValue = "false") boolean optional) {
    /** Checks the numbers. */
    public ShiftPlan {
        new ShiftSplit.Sizes(adaptation, test.orElse(Integer.MAX_VALUE));
    }

    /** Returns how many images are asked for. */
    ShiftSplit.Sizes sizes() {
        return new ShiftSplit.Sizes(adaptation, test.orElse(Integer.MAX_VALUE));
    }
}
