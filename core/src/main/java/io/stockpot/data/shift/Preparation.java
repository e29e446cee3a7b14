package io.stockpot.data.shift;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.BoxResampler;
import io.stockpot.data.ImageShape;
import io.stockpot.data.Interpolation;
import io.stockpot.data.Raster;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is done to a picture of any size: the shorter side is resized, then the centre cut out.
 *
 * @param resize pixels of the shorter side; absent means as it is
 * @param crop pixels of both sides; absent means everything
 * @param interpolation between pixels
 * @param upright whether a photo is turned as its camera noted (EXIF); the published evaluations do not
 */
public record Preparation(
        Optional<Integer> resize,
        Optional<Integer> crop,
        @JsonProperty(defaultValue = "bilinear") Interpolation interpolation,
        @JsonProperty(defaultValue = "true") boolean upright) {
    /** Checks that the crop fits. */
    public Preparation {
        if (resize.orElse(1) < 1 || crop.orElse(1) < 1) {
            throw new IllegalArgumentException("resize and crop must be at least 1 pixel");
        }
        if (resize.isPresent() && crop.isPresent() && crop.get() > resize.get()) {
            throw new IllegalArgumentException(
                    "crop must not exceed resize: " + crop.get() + " pixels of a side of " + resize.get());
        }
    }

    /** The customary preparation for a side of pixels: that of the published ImageNet evaluations for 256 and 224. */
    static Preparation centre(int resize, int crop) {
        return new Preparation(Optional.of(resize), Optional.of(crop), Interpolation.BILINEAR, false);
    }

    /**
     * Reads a picture and prepares it.
     *
     * @throws IOException naming the file, if it cannot be read, is smaller than the crop or larger than the memory
     */
    public Raster read(Path file) throws IOException {
        try (DecodingMemory.Share memory = DecodingMemory.OF_JAVA.share()) {
            return prepared(file, ImageDecoder.read(file, upright, memory), memory);
        }
    }

    /**
     * Reads a picture in its own size, upright if that is asked for.
     *
     * @throws IOException as {@link #read}
     */
    public Raster original(Path file) throws IOException {
        return new Preparation(Optional.empty(), Optional.empty(), interpolation, upright).read(file);
    }

    /**
     * Reads a picture and resizes it; the centre is not cut out yet.
     *
     * @throws IOException as {@link #read}
     */
    public Raster resized(Path file) throws IOException {
        return new Preparation(resize, Optional.empty(), interpolation, upright).read(file);
    }

    /**
     * Cuts out the centre of a picture that was {@link #resized}: it is then as {@link #read} returns it.
     *
     * @param file which picture it is
     * @throws IOException if it is smaller than the crop
     */
    public Raster cut(Path file, Raster resized) throws IOException {
        ImageShape shape = resized.shape();
        if (crop.isPresent() && crop.get() > Math.min(shape.width(), shape.height())) {
            throw new IOException(file + " is smaller than the crop: " + shape.width() + "×" + shape.height()
                    + " pixels; give a smaller crop, or resize first");
        }
        return crop.isPresent() ? centre(resized, crop.get()) : resized;
    }

    /** Returns a text that differs whenever pixels may: of how pictures are decoded and of what is done to them. */
    public String identity() {
        return ImageDecoder.REVISION + "\n" + CanonicalJson.of(this);
    }

    private Raster prepared(Path file, Raster image, DecodingMemory.Share memory) throws IOException {
        ImageShape whole = image.shape();
        boolean other = resize.isPresent() && resize.get() != Math.min(whole.width(), whole.height());
        return cut(file, other ? resized(file, image, memory) : image);
    }

    private Raster resized(Path file, Raster image, DecodingMemory.Share memory) throws IOException {
        long shorter = resize.orElseThrow();
        int width = image.shape().width();
        int height = image.shape().height();
        // the longer side is cut to a whole number, as torchvision does
        long newWidth = width <= height ? shorter : shorter * width / height;
        long newHeight = width <= height ? shorter * height / width : shorter;
        // long strips become huge
        memory.require(newWidth, newHeight, "the image " + file + ", resized, has");
        return BoxResampler.resized(
                image, BoxResampler.Box.of(image.shape()), (int) newHeight, (int) newWidth, interpolation);
    }

    /** Cuts out the centre; of two equally central places, the even one, as torchvision does. */
    private static Raster centre(Raster image, int side) {
        int width = image.shape().width();
        int height = image.shape().height();
        int left = (int) Math.rint((width - side) / 2.0);
        int top = (int) Math.rint((height - side) / 2.0);
        byte[] planes = new byte[3 * side * side];
        for (int row = 0; row < 3 * side; row++) {
            int from = (row / side * height + top + row % side) * width + left;
            System.arraycopy(image.planes(), from, planes, row * side, side);
        }
        return Raster.of(new ImageShape(3, side, side), planes);
    }
}
