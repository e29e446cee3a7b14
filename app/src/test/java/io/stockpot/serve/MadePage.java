package io.stockpot.serve;

import io.stockpot.base.Seed;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.model.SoftmaxRegression;
import io.stockpot.model.checkpoint.Provenance;
import io.stockpot.report.Explorer.MixLine;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredient;
import io.stockpot.soup.Soup;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A page of two linear models and pictures of noise. */
final class MadePage implements AutoCloseable {
    static final int SIDE = 8;
    static final List<String> CLASSES = List.of("ant", "bee", "cow", "dog");

    private final Ingredient one = ingredient("one", 1);
    private final Ingredient two = ingredient("two", 2);
    private final LabelledImages images;
    private final Soup soup;
    private final Page page;

    @SuppressWarnings("MustBeClosedChecker") // closed with the page
    MadePage(int pictures, UnaryOperator<Served> change) throws IOException, InterruptedException {
        images = noise(pictures);
        soup = new Soup(List.of(one, two), new BatchNormPolicy.Interpolate());
        List<String> files = IntStream.range(0, pictures)
                .mapToObj(number -> "noise/" + number + ".png")
                .toList();
        Served served = new Served(
                "Noise",
                soup,
                List.of("the first", "the second"),
                new Photos(images, files, CLASSES, true, "noise"),
                new Knowledge(List.of("one", "two")),
                new MixLine("stockpot mix one two --weights=", " --out soup.safetensors"),
                Optional.empty());
        page = Page.open(change.apply(served), "127.0.0.1", 0);
    }

    MadePage(int pictures) throws IOException, InterruptedException {
        this(pictures, served -> served);
    }

    @SuppressWarnings("MustBeClosedChecker") // closed with the page
    private static Ingredient ingredient(String name, long seed) {
        return new Ingredient(
                name,
                Classifier.initial(
                        new SoftmaxRegression(SIDE, CLASSES.size(), 3), Normalisation.none(3), new Seed(seed)),
                new Provenance(List.of("root", name), "{}"));
    }

    static LabelledImages noise(int pictures) {
        byte[] pixels = new byte[pictures * 3 * SIDE * SIDE];
        new Random(1).nextBytes(pixels);
        int[] labels = new Random(2).ints(pictures, 0, CLASSES.size()).toArray();
        return new LabelledImages("noise", new ImageShape(3, SIDE, SIDE), pixels, labels, CLASSES);
    }

    LabelledImages images() {
        return images;
    }

    List<Ingredient> ingredients() {
        return List.of(one, two);
    }

    Page page() {
        return page;
    }

    @Override
    public void close() throws InterruptedException {
        page.close();
        soup.close();
        one.close();
        two.close();
    }
}
