package io.stockpot.data.corruption;

/** What lies beyond the edge of a plane. */
enum Border {
    /** The outermost value, again and again. */
    NEAREST,
    /** The mirror image, the outermost value included: c b a | a b c. */
    MIRROR,
    /** The mirror image around the outermost value: c b | a b c. */
    MIRROR_AROUND;

    /**
     * Returns the place within the plane that stands for a place beyond it.
     *
     * @param place any number
     * @param length of the line, at least 1
     */
    int within(int place, int length) {
        if (place >= 0 && place < length) {
            return place;
        }
        return switch (this) {
            case NEAREST -> place < 0 ? 0 : length - 1;
            case MIRROR -> folded(place, 2 * length, 1);
            case MIRROR_AROUND -> length == 1 ? 0 : folded(place, 2 * length - 2, 0);
        };
    }

    private static int folded(int place, int period, int gap) {
        int rest = Math.floorMod(place, period);
        return 2 * rest < period + 1 - gap ? rest : period - gap - rest;
    }
}
