package io.stockpot.report;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image that mixtures are judged by, as a page shows it.
 *
 * @param name e.g. its file
 * @param label name of its true class
 * @param picture a small PNG or JPEG as a data: URI; absent beyond the number that a page holds
 */
public record ExplorerPhoto(String name, String label, Optional<String> picture) {
    private static final Pattern PICTURE = Pattern.compile("data:image/(png|jpeg);base64,[A-Za-z0-9+/]+={0,2}");

    /** Checks that the picture is one, and fetches nothing. */
    public ExplorerPhoto {
        if (picture.isPresent() && !PICTURE.matcher(picture.get()).matches()) {
            throw new IllegalArgumentException(
                    "picture of '" + name + "' must be a data: URI of a PNG or JPEG in base64");
        }
    }
}
