package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Guards;
import io.stockpot.base.Seed;
import io.stockpot.soup.choice.SearchTrial.Role;
import java.io.IOException;
import java.util.Optional;

/**
 * The search that goes downhill: the derivative of a loss in the mixing weights is ∂L/∂wᵢ = ⟨∇L, θᵢ⟩, so one backward
 * pass tells it for all models, however many they are. Starts at the model alone, or the mean of all, whose loss is the
 * least, goes down by a quasi-Newton method (BFGS) within the range of the weights of the grid, and chooses the mixture
 * of the least loss that it came by. The loss is smooth where accuracy is not ({@link ScoreLoss}), so it owes less to
 * the luck of single images.
 *
 * @param steps backward passes at most
 * @param denominator of the mixing weights: 50 means that they are multiples of 0.02
 * @param sharpness size that logits are brought to before the loss is taken
 */
public record GradientDescent(
        @JsonProperty(defaultValue = "8") int steps,
        @JsonProperty(defaultValue = "50") int denominator,
        @JsonProperty(defaultValue = "1.5") double sharpness)
        implements Search {
    /** Forward passes that a backward pass costs, with the forward pass that it needs. */
    static final int PASSES = 3;

    /** Checks the numbers. */
    public GradientDescent {
        Guards.requireAtLeast("steps", 1, steps);
        Guards.requireAtLeast("denominator", 2, denominator);
        requireSharpness(sharpness);
    }

    static void requireSharpness(double sharpness) {
        if (!(sharpness > 0 && sharpness < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("sharpness must be above 0 and finite, not " + sharpness);
        }
    }

    @Override
    public boolean judgesAll() {
        return false;
    }

    @Override
    public boolean needsLogits() {
        return true;
    }

    @Override
    public String title() {
        return "gradient descent";
    }

    /** Returns the usual lattice, of which it takes the range only; of many models a sample, which can be listed. */
    @Override
    public WeightGrid suitingGrid(int models) {
        return WeightGrid.latticeOrSample(models);
    }

    @Override
    public Choice find(Contest contest, Seed seed) throws IOException {
        Optional<MixedNetwork> network = contest.network();
        if (network.isEmpty()) {
            throw new IOException("gradient descent needs the models, and of these mixtures only right and wrong were"
                    + " kept: search where the models are, or take a race or a response surface");
        }
        return find(contest, network.get());
    }

    /**
     * Searches by the images that a network answers about.
     *
     * @param contest of which the mixtures say how far weights may go
     */
    Choice find(Contest contest, MixedNetwork network) throws IOException {
        Landscape asTheyAre = new Landscape(
                network, scores -> new ScoreLoss(scores, sharpness), Scores::accuracy, Role.STEP, 1, PASSES, 0);
        return new DescentRun(this, contest, asTheyAre).choice();
    }
}
