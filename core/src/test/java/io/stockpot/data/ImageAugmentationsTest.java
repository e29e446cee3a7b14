package io.stockpot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.stockpot.base.Seed;
import io.stockpot.text.Defaults;
import io.stockpot.text.YamlRecords;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Augmentations of single images that are used for large ones. */
class ImageAugmentationsTest {
    private static final ImageShape SMALL = new ImageShape(3, 20, 26);
    private static final Raster PICTURE = PillowReference.picture(SMALL);

    private static RandomGenerator draws(long seed) {
        return new Seed(seed).generator();
    }

    private static byte[] changed(Augmentation augmentation, long seed) {
        return augmentation.apply(draws(seed), PICTURE, SMALL).planes();
    }

    private static Augmentation read(String text) throws Exception {
        record Held(Augmentation augmentation) {}
        return YamlRecords.read("augmentation: " + text, "text", Held.class, List.of())
                .augmentation();
    }

    static Stream<PillowReference> hues() {
        return PillowReference.of("hue");
    }

    @ParameterizedTest
    @MethodSource("hues")
    void movesHuesLikePillow(PillowReference reference) {
        assertThat(Hues.moved(reference.picture(), reference.number(1)).planes())
                .isEqualTo(reference.expected());
    }

    @Test
    void cutsPartsOfTheAllowedAreasAndRatios() {
        ImageShape photo = new ImageShape(3, 375, 500);
        RandomRectangle random = new RandomRectangle(0.08, 1, 0.75, 4 / 3.0);
        Set<Integer> tops = new HashSet<>();
        double areas = 0;
        for (int seed = 0; seed < 2_000; seed++) {
            RandomRectangle.Rectangle part = random.draw(draws(seed), photo).orElseThrow();
            double area = part.width() * part.height() / (375.0 * 500);
            // sides are rounded to whole pixels
            assertThat(area).isBetween(0.079, 1.0);
            assertThat((double) part.width() / part.height()).isBetween(0.74, 1.35);
            assertThat(part.top()).isBetween(0, 375 - part.height());
            assertThat(part.left()).isBetween(0, 500 - part.width());
            tops.add(part.top());
            areas += area;
        }
        assertThat(tops).hasSizeGreaterThan(150);
        // 0.54 for uniform areas, and 0.433 ± 0.216 as large ones of extreme ratios do not fit: torchvision's rule, in
        // Python, over 100,000 draws
        assertThat(areas / 2_000).isCloseTo(0.433, within(3 * 0.216 / Math.sqrt(2_000)));
    }

    /** Width / height of 4 exceeds 4/3, and of 1/4 is below 3/4. */
    @Test
    void cutsTheMiddleOfAPictureThatNoPartFits() {
        RandomRectangle whole = new RandomRectangle(1, 1, 0.75, 4 / 3.0);
        ImageShape wide = new ImageShape(1, 30, 120);
        assertThat(whole.draw(draws(1), wide)).isEqualTo(Optional.empty());
        assertThat(whole.centre(wide)).isEqualTo(new RandomRectangle.Rectangle(0, 40, 30, 40));
        assertThat(whole.centre(new ImageShape(1, 120, 30))).isEqualTo(new RandomRectangle.Rectangle(40, 0, 40, 30));
        assertThat(whole.centre(new ImageShape(1, 30, 36))).isEqualTo(new RandomRectangle.Rectangle(0, 0, 30, 36));
    }

    @Test
    void resizesThePartThatItCuts() {
        RandomResizedCrop crop = new RandomResizedCrop(0.2, 0.2, 1, 1, Interpolation.BICUBIC);
        ImageShape target = new ImageShape(3, 16, 16);
        RandomRectangle.Rectangle part =
                new RandomRectangle(0.2, 0.2, 1, 1).draw(draws(3), SMALL).orElseThrow();
        assertThat(part.height()).isEqualTo(10);
        assertThat(part.width()).isEqualTo(10);
        BoxResampler.Box box = new BoxResampler.Box(part.left(), part.top(), part.left() + 10, part.top() + 10);
        assertThat(crop.apply(draws(3), PICTURE, target).planes())
                .isEqualTo(BoxResampler.resized(PICTURE, box, 16, 16, Interpolation.BICUBIC)
                        .planes());
        assertThat(crop.takesOriginal()).isTrue();
    }

    @Test
    void mirrorsWithItsProbability() {
        byte[] mirrored = changed(new Flip(1), 1);
        for (int place = 0; place < mirrored.length; place++) {
            assertThat(mirrored[place]).isEqualTo(PICTURE.planes()[place / 26 * 26 + 25 - place % 26]);
        }
        assertThat(changed(new Flip(0), 1)).isEqualTo(PICTURE.planes());
        long count = IntStream.range(0, 1_000)
                .filter(seed -> Arrays.equals(changed(new Flip(0.5), seed), mirrored))
                .count();
        // three standard deviations
        assertThat((double) count).isCloseTo(500, within(3 * Math.sqrt(250)));
    }

    /** Brightness alone is a factor for all; of the greys of an image, all four aspects leave equal ones equal. */
    @Test
    void jittersEachAspectByItsStrength() {
        assertThat(changed(new ColourJitter(0, 0, 0, 0), 1)).isEqualTo(PICTURE.planes());
        Set<Integer> seen = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            byte[] brighter = changed(new ColourJitter(0.5, 0, 0, 0), seed);
            // the first pixel is 30
            seen.add(brighter[0] & 0xff);
        }
        assertThat(seen).allMatch(value -> value >= 15 && value <= 45).hasSizeGreaterThan(25);
        Raster grey = PillowReference.picture(new ImageShape(1, 5, 5));
        assertThat(new ColourJitter(0, 0, 0.5, 0.5)
                        .apply(draws(1), grey, grey.shape())
                        .planes())
                .isEqualTo(grey.planes());
    }

    @Test
    void erasesOneRectangle() {
        RandomErasing erasing = new RandomErasing(1, 0.25, 0.25, 1, RandomErasing.Fill.BLACK);
        byte[] erased = changed(erasing, 4);
        int[] gone =
                IntStream.range(0, 20 * 26).filter(place -> erased[place] == 0).toArray();
        // √(0.25 · 520) = 11.4
        assertThat(gone).hasSize(11 * 11);
        assertThat(gone[gone.length - 1] - gone[0]).isEqualTo(10 * 26 + 10);
        for (int place = 0; place < erased.length; place++) {
            assertThat(erased[place] == 0).isEqualTo(erased[place % 520] == 0);
        }
        assertThat(changed(new RandomErasing(0, 0.25, 0.25, 1, RandomErasing.Fill.BLACK), 4))
                .isEqualTo(PICTURE.planes());
    }

    @Test
    void erasesWithUniformNoise() {
        RandomErasing erasing = new RandomErasing(1, 0.3, 0.3, 1, RandomErasing.Fill.NOISE);
        double sum = 0;
        int count = 0;
        for (int seed = 0; seed < 100; seed++) {
            byte[] erased = changed(erasing, seed);
            for (int place = 0; place < erased.length; place++) {
                boolean differs = erased[place] != PICTURE.planes()[place];
                sum += differs ? erased[place] & 0xff : 0;
                count += differs ? 1 : 0;
            }
        }
        assertThat(sum / count).isCloseTo(127.5, within(3.0));
    }

    @Test
    void drawsEveryOperationOfRandAugment() {
        RandAugment one = new RandAugment(1, 9, 0, 1, true, Interpolation.BILINEAR, List.of(124, 116, 104));
        Set<String> results = new HashSet<>();
        for (int seed = 0; seed < 600; seed++) {
            results.add(Arrays.toString(changed(one, seed)));
        }
        // five without a sign, of which solarize-add has one strength, and nine with two
        Set<String> expected = new HashSet<>();
        for (RandAugmentOperation operation : RandAugmentOperation.values()) {
            for (boolean negative : new boolean[] {false, true}) {
                expected.add(Arrays.toString(operation
                        .apply(
                                PICTURE,
                                new RandAugmentOperation.Strength(0.9, negative, true),
                                new RandAugmentOperation.Surroundings(Interpolation.BILINEAR, List.of(124, 116, 104)))
                        .planes()));
            }
        }
        assertThat(results).isEqualTo(expected);
    }

    @Test
    void leavesImagesWithTheRestOfTheProbability() {
        RandAugment half = new RandAugment(2, 9, 0.5, 0.5, true, Interpolation.BILINEAR, List.of(128));
        long same = IntStream.range(0, 1_000)
                .filter(seed -> Arrays.equals(changed(half, seed), PICTURE.planes()))
                .count();
        // a quarter does nothing twice; few operations change nothing
        assertThat((double) same).isCloseTo(250, within(60.0));
        RandAugment never = new RandAugment(2, 9, 0.5, 0, true, Interpolation.BILINEAR, List.of(128));
        assertThat(changed(never, 1)).isEqualTo(PICTURE.planes());
    }

    @Test
    void changesGreyImages() {
        Raster grey = PillowReference.picture(new ImageShape(1, 20, 26));
        RandAugment augment = Defaults.of(RandAugment.class);
        for (int seed = 0; seed < 100; seed++) {
            assertThat(augment.apply(draws(seed), grey, grey.shape()).shape()).isEqualTo(grey.shape());
        }
    }

    /** Pictures of sizes of their own, which become 16×16. */
    private record MadePictures() implements Pixels {
        @Override
        public ImageShape shape() {
            return new ImageShape(3, 16, 16);
        }

        @Override
        public int count() {
            return 12;
        }

        @Override
        public Raster prepared(int place) {
            Raster whole = original(place);
            return BoxResampler.resized(whole, BoxResampler.Box.of(whole.shape()), 16, 16, Interpolation.BILINEAR);
        }

        @Override
        public Raster original(int place) {
            return PillowReference.picture(new ImageShape(3, 20 + place, 40 - place));
        }

        @Override
        public boolean decodes() {
            return true;
        }
    }

    @Test
    void drawsTheSameWhateverTheWorkersAndTheBatch() throws Exception {
        Augmentation all = read("{sequence: {of: [random-resized-crop, flip, {colour-jitter: {hue: 0.1}},"
                + " {rand-augment: {probability: 1}}, {random-erasing: {probability: 1}}]}}");
        LabelledImages images = LabelledImages.of("made", new MadePictures(), new int[12], List.of("one"));
        int[] every = IntStream.range(0, 12).toArray();
        Seed seed = new Seed(8);
        float[] alone = images.augmented(every, all, seed);
        for (int workers : new int[] {1, 3}) {
            ForkJoinPool pool = new ForkJoinPool(workers);
            // streams work in the pool that they are begun in
            assertThat(pool.submit(() -> images.augmented(every, all, seed)).get())
                    .isEqualTo(alone);
            pool.shutdown();
        }
        int length = images.shape().length();
        assertThat(images.augmented(new int[] {7}, all, seed))
                .isEqualTo(Arrays.copyOfRange(alone, 7 * length, 8 * length));
        assertThat(images.augmented(every, all, seed.child(1))).isNotEqualTo(alone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour-jitter", "rand-augment", "{sequence: {of: [flip, rand-augment]}}"})
    void refusesImagesWithoutKnownColours(String text) throws Exception {
        Augmentation augmentation = read(text);
        assertThatThrownBy(() -> augmentation.requireSuits(new ImageShape(4, 8, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("images of 4 channels are neither grey (1) nor red, green and blue (3)");
    }

    @Test
    void refusesAFillForOtherChannels() throws Exception {
        Augmentation augmentation = read("{rand-augment: {fill: [124, 116, 104]}}");
        augmentation.requireSuits(SMALL);
        assertThatThrownBy(() -> augmentation.requireSuits(new ImageShape(1, 8, 8)))
                .hasMessage("the fill of rand-augment has 3 values, and images 1 channel; give one for all, or one for"
                        + " each channel");
    }

    @Test
    void composesChangesInTheirOrder() throws Exception {
        Augmentation both =
                read("{sequence: {of: [{flip: {probability: 1}}, {crop-flip: {padding: 2, flip: false}}]}}");
        Raster mirrored = new Flip(1).apply(draws(5), PICTURE, SMALL);
        RandomGenerator after = draws(5);
        after.nextDouble();
        assertThat(changed(both, 5))
                .isEqualTo(new Augmentation.CropFlip(2, false)
                        .apply(after, mirrored, SMALL)
                        .planes());
        assertThat(both.takesOriginal()).isFalse();
        assertThat(read("{sequence: {of: [random-resized-crop, flip]}}").takesOriginal())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{sequence: {of: []}} | of must name at least one augmentation",
                "{sequence: {of: [flip, random-resized-crop]}} | move random-resized-crop to the front",
                "{random-resized-crop: {least-area: 0}} | least-area must be positive, not 0.0",
                "{random-resized-crop: {most-area: 1.1}} | most-area must be from least-area, 0.08, to 1, not 1.1",
                "{random-resized-crop: {most-ratio: 0.5}} | most-ratio must be at least least-ratio, 0.75, not 0.5",
                "{flip: {probability: 2}} | probability must be from 0 to 1, not 2.0",
                "{colour-jitter: {hue: 0.6}} | hue must be from 0 to 0.5",
                "{colour-jitter: {contrast: -1}} | contrast must be at least 0, not -1.0",
                "{random-erasing: {least-ratio: 2}} | least-ratio must be above 0 and at most 1, not 2.0",
                "{rand-augment: {magnitude: 11}} | magnitude must be from 0 to 10, not 11.0",
                "{rand-augment: {operations: 0}} | operations must be positive, not 0",
                "{rand-augment: {deviation: -1}} | deviation must be at least 0, not -1.0",
                "{rand-augment: {fill: [256]}} | fill must be one value from 0 to 255",
            })
    void refusesSettingsThatMeanNothing(String text, String message) {
        assertThatThrownBy(() -> read(text)).hasMessageStartingWith("text:1:").hasMessageContaining(message);
    }
}
