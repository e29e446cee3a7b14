package io.stockpot.report;

import java.util.Locale;

/**
 * A perceptually uniform colour scale that stays readable in grey and with any colour blindness: linear
 * interpolation between eleven colours of viridis (van der Walt and Smith 2015, public domain).
 */
final class ColourMap {
    private static final int[] CONTROL = {
        0x440154, 0x482475, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xbddf26, 0xfde725
    };

    private ColourMap() {}

    /** Returns the colour of a fraction of the scale, clamped to [0, 1], as #rrggbb. */
    static String colour(double fraction) {
        double position = Math.max(0, Math.min(1, fraction)) * (CONTROL.length - 1);
        int left = Math.min((int) position, CONTROL.length - 2);
        double part = position - left;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = CONTROL[left] >> shift & 0xff;
            int to = CONTROL[left + 1] >> shift & 0xff;
            colour = colour << 8 | (int) Math.round(from + part * (to - from));
        }
        return String.format(Locale.ROOT, "#%06x", colour);
    }
}
