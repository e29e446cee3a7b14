package io.stockpot.data.shift;

import io.stockpot.data.LabelMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The class lists of ImageNet (ILSVRC 2012) and of the data sets made for it. */
final class ImageNetClasses {
    /** The WordNet identifiers of the 1000 classes; their alphabetical order is that of the classes. */
    static final List<String> IDENTIFIERS = lines("image-net.txt");

    /** The 200 classes of ImageNet-A (Hendrycks et al. 2021, "Natural adversarial examples"). */
    static final LabelMap A =
            new LabelMap.Subset(LabelMap.numbers(lines("image-net-a.txt").get(0)));

    /** The 200 classes of ImageNet-R (Hendrycks et al. 2021, "The many faces of robustness"). */
    static final LabelMap R =
            new LabelMap.Subset(LabelMap.numbers(lines("image-net-r.txt").get(0)));

    /** The 16 categories of Geirhos et al. 2019, which cover 207 classes, by the mean of probabilities. */
    static final LabelMap.Groups SIXTEEN = new LabelMap.Groups(sixteen(), LabelMap.Rule.MEAN);

    private ImageNetClasses() {}

    private static Map<String, List<Integer>> sixteen() {
        Map<String, List<Integer>> categories = new LinkedHashMap<>();
        for (String line : lines("sixteen-categories.txt")) {
            int colon = line.indexOf(':');
            categories.put(line.substring(0, colon), LabelMap.numbers(line.substring(colon + 1)));
        }
        return Collections.unmodifiableMap(categories);
    }

    private static List<String> lines(String resource) {
        try (InputStream stream = ImageNetClasses.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("the program lacks its resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
