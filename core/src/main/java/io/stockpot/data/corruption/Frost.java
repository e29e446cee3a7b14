package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A frosted window in front of the image: a piece of a drawn sheet of ice is added.
 *
 * @param image how much of the image is kept
 * @param ice how much of the sheet is added
 * @param far whether the window is seen from afar, as in small images
 */
record Frost(double image, double ice, boolean far) implements Effect {
    static final SeverityTable SEVERITIES = new SeverityTable(
            List.of(
                    new Frost(1, .2, true),
                    new Frost(1, .3, true),
                    new Frost(.9, .4, true),
                    new Frost(.85, .4, true),
                    new Frost(.75, .45, true)),
            List.of(
                    new Frost(1, .4, false),
                    new Frost(.8, .6, false),
                    new Frost(.7, .7, false),
                    new Frost(.65, .7, false),
                    new Frost(.6, .75, false)));

    @Override
    public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
        IceSheet window = IceSheet.of(draws.nextInt(IceSheet.COUNT));
        Plane sheet = far ? window.far() : window.near();
        int top = draws.nextInt(sheet.height());
        int left = draws.nextInt(sheet.width());
        Plane piece = new Plane(shape.height(), shape.width());
        for (int row = 0; row < shape.height(); row++) {
            for (int column = 0; column < shape.width(); column++) {
                piece.set(row, column, sheet.at((top + row) % sheet.height(), (left + column) % sheet.width()));
            }
        }
        return Picture.of(shape, pixels)
                .map(value -> image * value)
                .plus(piece, IceSheet.tint(ice))
                .pixels();
    }
}
