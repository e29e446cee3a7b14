package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The corruptions that change colours but no shapes. */
final class Tone {
    private Tone() {}

    /**
     * More light: the value of hue, saturation and value grows.
     *
     * @param added to the value
     */
    record Brightness(double added) implements Effect {
        static final SeverityTable SEVERITIES = SeverityTable.of(
                Brightness::new, new double[] {.05, .1, .15, .2, .3}, new double[] {.1, .2, .3, .4, .5});

        @Override
        public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
            return eachColour(Picture.of(shape, pixels), this::brighten).pixels();
        }

        private void brighten(double[] colour) {
            double value = largest(colour);
            double brighter = Plane.clipped(value + added);
            for (int channel = 0; channel < colour.length; channel++) {
                colour[channel] = value == 0 ? brighter : brighter * (colour[channel] / value);
            }
        }
    }

    /**
     * Less contrast: values move towards the mean of their channel.
     *
     * @param factor what is left of their distance
     */
    record Contrast(double factor) implements Effect {
        static final SeverityTable SEVERITIES = SeverityTable.of(
                Contrast::new, new double[] {.75, .5, .4, .3, .15}, new double[] {.4, .3, .2, .1, .05});

        @Override
        public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
            return Picture.of(shape, pixels).mapPlanes(this::flatten).pixels();
        }

        private Plane flatten(Plane plane) {
            double mean = plane.mean();
            return plane.map(value -> (value - mean) * factor + mean);
        }
    }

    /**
     * Paler or stronger colours: the saturation of hue, saturation and value is changed. Grey has the hue
     * of red, so it turns reddish where something is added.
     *
     * @param factor of the saturation
     * @param added to it afterwards
     */
    record Saturate(double factor, double added) implements Effect {
        static final SeverityTable SEVERITIES = new SeverityTable(
                List.of(
                        new Saturate(.3, 0),
                        new Saturate(.1, 0),
                        new Saturate(1.5, 0),
                        new Saturate(2, .1),
                        new Saturate(2.5, .2)),
                List.of(
                        new Saturate(.3, 0),
                        new Saturate(.1, 0),
                        new Saturate(2, 0),
                        new Saturate(5, .1),
                        new Saturate(20, .2)));

        @Override
        public byte[] apply(ImageShape shape, byte[] pixels, RandomGenerator draws) {
            if (shape.channels() != 3) {
                throw new IllegalArgumentException(
                        "'saturate' needs images in colour, not of " + shape + "; leave it out");
            }
            return eachColour(Picture.of(shape, pixels), this::saturate).pixels();
        }

        private void saturate(double[] colour) {
            double value = largest(colour);
            double range = value - smallest(colour);
            double saturation = Plane.clipped((value == 0 ? 0 : range / value) * factor + added);
            for (int channel = 0; channel < colour.length; channel++) {
                double distance = range == 0 ? Math.min(channel, 1) : (value - colour[channel]) / range;
                colour[channel] = value * (1 - saturation * distance);
            }
        }
    }

    /** Changes the values of one pixel in place. */
    private interface ColourChange {
        void apply(double[] colour);
    }

    private static Picture eachColour(Picture picture, ColourChange change) {
        List<Plane> planes = new ArrayList<>();
        picture.planes()
                .forEach(plane -> planes.add(
                        new Plane(plane.height(), plane.width(), plane.values().clone())));
        double[] colour = new double[planes.size()];
        for (int place = 0; place < picture.height() * picture.width(); place++) {
            for (int channel = 0; channel < colour.length; channel++) {
                colour[channel] = planes.get(channel).values()[place];
            }
            change.apply(colour);
            for (int channel = 0; channel < colour.length; channel++) {
                planes.get(channel).values()[place] = colour[channel];
            }
        }
        return new Picture(planes);
    }

    private static double largest(double[] colour) {
        double largest = colour[0];
        for (double value : colour) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    private static double smallest(double[] colour) {
        double smallest = colour[0];
        for (double value : colour) {
            smallest = Math.min(smallest, value);
        }
        return smallest;
    }
}
