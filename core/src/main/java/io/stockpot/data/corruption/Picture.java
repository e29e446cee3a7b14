package io.stockpot.data.corruption;

import io.stockpot.data.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * An image as numbers, nominally in [0, 1].
 *
 * @param planes one for grey; red, green and blue otherwise
 */
record Picture(List<Plane> planes) {
    private static final double[] BRIGHTNESS = {0.299, 0.587, 0.114};

    Picture {
        planes = List.copyOf(planes);
    }

    /** Reads pixel / 255. */
    static Picture of(ImageShape shape, byte[] pixels) {
        int length = shape.height() * shape.width();
        List<Plane> planes = new ArrayList<>();
        for (int channel = 0; channel < shape.channels(); channel++) {
            Plane plane = new Plane(shape.height(), shape.width());
            for (int place = 0; place < length; place++) {
                plane.values()[place] = (pixels[channel * length + place] & 0xff) / 255.0;
            }
            planes.add(plane);
        }
        return new Picture(planes);
    }

    /** Returns pixels: cut to [0, 1], times 255, cut down to whole numbers, as the published ones are. */
    byte[] pixels() {
        int length = height() * width();
        byte[] pixels = new byte[planes.size() * length];
        for (int channel = 0; channel < planes.size(); channel++) {
            double[] values = planes.get(channel).values();
            for (int place = 0; place < length; place++) {
                pixels[channel * length + place] = (byte) (int) (Plane.clipped(values[place]) * 255);
            }
        }
        return pixels;
    }

    int height() {
        return planes.get(0).height();
    }

    int width() {
        return planes.get(0).width();
    }

    Picture mapPlanes(UnaryOperator<Plane> change) {
        return new Picture(planes.stream().map(change).toList());
    }

    Picture map(DoubleUnaryOperator change) {
        return mapPlanes(plane -> plane.map(change));
    }

    /** Returns the picture plus a layer times a colour. */
    Picture plus(Plane layer, double[] colour) {
        double[] hues = colourFor(colour);
        List<Plane> sums = new ArrayList<>();
        for (int channel = 0; channel < planes.size(); channel++) {
            Plane sum =
                    new Plane(height(), width(), planes.get(channel).values().clone());
            for (int place = 0; place < sum.values().length; place++) {
                sum.values()[place] += layer.values()[place] * hues[channel];
            }
            sums.add(sum);
        }
        return new Picture(sums);
    }

    /** Returns red, green and blue, or the grey that is as bright. */
    private double[] colourFor(double[] colour) {
        if (planes.size() == colour.length) {
            return colour;
        }
        double grey = 0;
        for (int channel = 0; channel < colour.length; channel++) {
            grey += BRIGHTNESS[channel] * colour[channel];
        }
        return new double[] {grey};
    }

    /** Returns how bright each pixel is, weighted as in television. */
    Plane grey() {
        if (planes.size() == 1) {
            return planes.get(0);
        }
        Plane grey = new Plane(height(), width());
        for (int channel = 0; channel < BRIGHTNESS.length; channel++) {
            double[] values = planes.get(channel).values();
            for (int place = 0; place < values.length; place++) {
                grey.values()[place] += BRIGHTNESS[channel] * values[place];
            }
        }
        return grey;
    }
}
