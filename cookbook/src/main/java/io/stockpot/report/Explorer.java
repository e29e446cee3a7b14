package io.stockpot.report;

import io.stockpot.soup.choice.MixingWeights;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All measured mixtures of some models to try by hand: sliders, accuracies with intervals and paired tests, the
 * mixtures that cannot be told apart, and photos that turn right or wrong. The page holds the bits and computes these
 * numbers itself, without a server; it shows measured mixtures only and interpolates nothing.
 *
 * @param title heading
 * @param ingredients names of the mixed models
 * @param columns on what mixtures are judged; the first holds every mixture, others may hold some of them: their images
 *     judge what was chosen by those of the last complete column before them
 * @param chosen the mixture to begin with, if one was chosen
 * @param command what makes a mixture on a command line, if that is known
 */
public record Explorer(
        String title,
        List<String> ingredients,
        List<ExplorerColumn> columns,
        Optional<MixingWeights> chosen,
        Optional<MixLine> command)
        implements Block {
    /** A page with more bits, 4 MiB of them, opens slowly and is refused by mail. */
    public static final long MOST_BITS = 8L << 22;

    /** Characters that all pictures may take, about 1 MB. */
    public static final int MOST_PICTURES = 1_400_000;

    /**
     * A command line with a gap for the weights.
     *
     * @param before e.g. "stockpot mix a.safetensors b.safetensors --weights="
     * @param after e.g. " --out soup.safetensors"
     */
    public record MixLine(String before, String after) {}

    /** Copies the lists, and checks that the columns are of the same mixtures and that a page can hold them. */
    public Explorer {
        ingredients = List.copyOf(ingredients);
        columns = List.copyOf(columns);
        if (ingredients.size() < 2 || new HashSet<>(ingredients).size() < ingredients.size()) {
            throw new IllegalArgumentException(
                    "ingredients must be at least 2 different models, not " + String.join(", ", ingredients));
        }
        if (columns.isEmpty() || columns.get(0).mixtures().isEmpty()) {
            throw new IllegalArgumentException("columns must begin with one that holds a mixture");
        }
        requireSame(ingredients, columns, chosen);
        requireRoom(columns);
    }

    /** Returns whether a page holds the bits of these columns. */
    public static boolean fits(List<ExplorerColumn> columns) {
        return bits(columns) <= MOST_BITS;
    }

    private static long bits(List<ExplorerColumn> columns) {
        return columns.stream().mapToLong(ExplorerColumn::bits).sum();
    }

    private static void requireSame(
            List<String> ingredients, List<ExplorerColumn> columns, Optional<MixingWeights> chosen) {
        ExplorerColumn first = columns.get(0);
        for (ExplorerColumn column : columns) {
            for (MixingWeights weights : column.mixtures().keySet()) {
                if (weights.size() != ingredients.size() || !first.mixtures().containsKey(weights)) {
                    throw new IllegalArgumentException("the weights " + weights + " of the column '" + column.name()
                            + "' are no mixture of " + String.join(", ", ingredients) + " in the first column");
                }
            }
            column.alone().keySet().forEach(model -> {
                if (!ingredients.contains(model)) {
                    throw new IllegalArgumentException("the model '" + model + "' of the column '" + column.name()
                            + "' is none of " + String.join(", ", ingredients));
                }
            });
        }
        if (chosen.isPresent() && !first.mixtures().containsKey(chosen.get())) {
            throw new IllegalArgumentException(
                    "the chosen weights " + chosen.get() + " are not among the measured mixtures");
        }
    }

    private static void requireRoom(List<ExplorerColumn> columns) {
        long bits = bits(columns);
        if (bits > MOST_BITS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "columns of %.1f MiB of bits are more than the %d MiB that a page holds; take fewer images,"
                            + " mixtures or conditions",
                    bits / 8.0 / (1 << 20),
                    MOST_BITS / (8 << 20)));
        }
        long pictures = columns.stream()
                .flatMap(column -> column.photos().stream())
                .mapToLong(photo -> photo.picture().map(String::length).orElse(0))
                .sum();
        if (pictures > MOST_PICTURES) {
            throw new IllegalArgumentException("pictures of " + pictures + " characters are more than the "
                    + MOST_PICTURES + " that a page holds; take fewer or smaller ones");
        }
    }

    @Override
    public String explanation() {
        return "";
    }

    @Override
    public String html(String name) {
        return ExplorerHtml.of(this);
    }

    @Override
    public List<String> assets() {
        return List.of(
                "explorer.css",
                "explorer-numbers.js",
                "explorer-map.js",
                "explorer-photos.js",
                "explorer-links.js",
                "explorer.js");
    }

    @Override
    public List<Attachment> attachments(String name) {
        return List.of();
    }
}
