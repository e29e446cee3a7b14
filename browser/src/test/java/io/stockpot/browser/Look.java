package io.stockpot.browser;

import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;

/** How a page is looked at. */
enum Look {
    WIDE_LIGHT(1280, ColorScheme.LIGHT),
    WIDE_DARK(1280, ColorScheme.DARK),
    NARROW_LIGHT(390, ColorScheme.LIGHT),
    NARROW_DARK(390, ColorScheme.DARK);

    private final int width;
    private final ColorScheme scheme;

    Look(int width, ColorScheme scheme) {
        this.width = width;
        this.scheme = scheme;
    }

    /** Returns the width of the window in pixels. */
    int width() {
        return width;
    }

    ColorScheme scheme() {
        return scheme;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
