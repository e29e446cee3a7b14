package io.stockpot.soup.choice;

import java.io.IOException;
import java.util.List;

/** What a {@link LayerRule} may ask about the models that are mixed. */
public interface LayerFacts {
    /** Returns the names of all tensors, in the order of the network where it is known. */
    List<String> tensors();

    /**
     * Returns the tensors by depth, from the image to the logits: those of each residual block, the first with all that
     * comes before it and the last with all that comes after it; where there are no blocks, those of each layer.
     *
     * @throws IOException if the network is not known
     */
    List<TensorGroup> depths() throws IOException;

    /**
     * Returns the inner product of every two models' values of a tensor, in float64.
     *
     * @throws IOException if the values cannot be read
     */
    List<List<Double>> products(String tensor) throws IOException;
}
