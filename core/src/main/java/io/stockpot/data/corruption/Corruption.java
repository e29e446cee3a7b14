package io.stockpot.data.corruption;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The corruptions of ImageNet-C and CIFAR-10-C (Hendrycks and Dietterich 2019), in the published order:
 * the fifteen that are averaged, then the four meant for validation. Images whose shorter side has at most
 * 84 pixels are corrupted with the parameters of CIFAR-10-C, larger ones with those of ImageNet-C.
 */
public enum Corruption {
    /** Normal noise on every value. */
    GAUSSIAN_NOISE(NoiseEffects.Additive.SEVERITIES),
    /** The noise of counting photons. */
    SHOT_NOISE(NoiseEffects.Shot.SEVERITIES),
    /** Values lost to black or white. */
    IMPULSE_NOISE(NoiseEffects.Impulse.SEVERITIES),
    /** A lens out of focus. */
    DEFOCUS_BLUR(DefocusBlur.SEVERITIES),
    /** Frosted glass. */
    GLASS_BLUR(GlassBlur.SEVERITIES),
    /** A camera that moves sideways. */
    MOTION_BLUR(MotionBlur.SEVERITIES),
    /** A camera that moves forward. */
    ZOOM_BLUR(ZoomBlur.SEVERITIES),
    /** Falling snow. */
    SNOW(Snow.SEVERITIES),
    /** Ice on a window. */
    FROST(Frost.SEVERITIES),
    /** Fog of uneven thickness. */
    FOG(Fog.SEVERITIES),
    /** More light. */
    BRIGHTNESS(Tone.Brightness.SEVERITIES),
    /** Less contrast. */
    CONTRAST(Tone.Contrast.SEVERITIES),
    /** A rubber sheet. */
    ELASTIC_TRANSFORM(ElasticTransform.SEVERITIES),
    /** Larger pixels. */
    PIXELATE(Pixelate.SEVERITIES),
    /** Compression with losses. */
    JPEG_COMPRESSION(JpegCompression.SEVERITIES),
    /** Normal noise in proportion to the value. */
    SPECKLE_NOISE(NoiseEffects.Speckle.SEVERITIES),
    /** A Gaussian blur. */
    GAUSSIAN_BLUR(GaussianBlur.SEVERITIES),
    /** Drops of water or mud on the lens. */
    SPATTER(Spatter.SEVERITIES),
    /** Paler or stronger colours. */
    SATURATE(Tone.Saturate.SEVERITIES);

    /** Severities go from 1, the mildest, to this. */
    public static final int SEVERITIES = SeverityTable.COUNT;

    /** The fifteen over which mean accuracies are taken. */
    public static final List<Corruption> FIFTEEN = List.of(values()).subList(0, 15);

    /** A record of lists of records, which the compiler cannot know to be immutable. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final SeverityTable effects;

    Corruption(SeverityTable effects) {
        this.effects = effects;
    }

    /**
     * Reads a published name, such as "gaussian_noise"; hyphens may stand for underscores.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public static Corruption parse(String text) {
        return Arrays.stream(values())
                .filter(corruption -> corruption.text().equals(text.replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no corruption '" + text + "'; there are "
                        + Arrays.stream(values()).map(Corruption::text).collect(Collectors.joining(", "))));
    }

    /** Returns the published name, such as "gaussian_noise", which is also that of its file. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns a corrupted image.
     *
     * @param shape of the image, in grey (except for "saturate") or in red, green and blue
     * @param pixels plane by plane, as unsigned bytes; not changed
     * @param severity from 1 to 5
     * @param draws the randomness of this image alone; some corruptions need none
     * @throws IllegalArgumentException if the image or the severity is not of these
     */
    public byte[] apply(ImageShape shape, byte[] pixels, int severity, RandomGenerator draws) {
        if (shape.channels() != 1 && shape.channels() != 3) {
            throw new IllegalArgumentException("only images in grey or in colour can be corrupted, not of " + shape);
        }
        return effects.at(shape, severity).apply(shape, pixels, draws);
    }

    /**
     * Returns corrupted images with the same labels. The result for an image depends on the seed, the
     * corruption, the severity and the image's place in the whole set it was taken from: not on the other
     * images, their order, or threads.
     *
     * @param severity from 1 to 5
     * @throws IllegalArgumentException as {@link #apply(ImageShape, byte[], int, RandomGenerator)}
     */
    public LabelledImages apply(LabelledImages images, int severity, Seed seed) {
        ImageShape shape = images.shape();
        Seed own = seed.child(text()).child(severity);
        byte[] pixels = new byte[Math.multiplyExact(images.size(), shape.length())];
        IntStream.range(0, images.size()).parallel().forEach(image -> {
            RandomGenerator draws = own.child(images.place(image)).generator();
            byte[] corrupted = apply(shape, images.pixels(image), severity, draws);
            System.arraycopy(corrupted, 0, pixels, image * shape.length(), shape.length());
        });
        String name = images.name() + " " + text() + "/" + severity;
        return new LabelledImages(name, shape, pixels, images.labels(), images.classNames());
    }
}
