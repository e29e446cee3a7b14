package io.stockpot.soup;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.model.checkpoint.CheckpointFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The owner of models that were loaded to be mixed: it closes them together, also if one of them fails to load. */
public final class Ingredients implements AutoCloseable {
    private final List<Ingredient> all;

    /**
     * Loads one ingredient.
     *
     * @param <S> what it is loaded from
     */
    @FunctionalInterface
    public interface Loader<S> {
        /** Loads it. */
        @MustBeClosed
        Ingredient load(S source) throws IOException;
    }

    private Ingredients(List<Ingredient> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Loads ingredients, one from each source.
     *
     * @throws IOException if one cannot be loaded; the others are closed then
     */
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed together, here or by the caller
    public static <S> Ingredients load(List<S> sources, Loader<S> loader) throws IOException {
        List<Ingredient> loaded = new ArrayList<>();
        try {
            for (S source : sources) {
                loaded.add(loader.load(source));
            }
        } catch (IOException | RuntimeException failure) {
            loaded.forEach(Ingredient::close);
            throw failure;
        }
        return new Ingredients(loaded);
    }

    /**
     * Loads files that mix. Their descent is not checked again: {@link MixFiles#checked} did, unless its caller
     * allowed unrelated models. {@link FileSoup} knows the provenance of their soups.
     *
     * @param names one per file, for reports
     * @throws IOException if a file is damaged, or does not say which network its weights belong to
     */
    @MustBeClosed
    public static Ingredients load(MixFiles files, List<String> names) throws IOException {
        List<Integer> indices = IntStream.range(0, files.files().size()).boxed().toList();
        return load(indices, i -> unasked(names.get(i), files.files().get(i)));
    }

    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // the ingredient owns the classifier
    private static Ingredient unasked(String name, CheckpointFile file) throws IOException {
        return new Ingredient(name, file.load(), Ingredient.UNASKED);
    }

    /** Returns the ingredients, in the order of their sources. */
    public List<Ingredient> all() {
        return all;
    }

    /** Frees all weights. */
    @Override
    public void close() {
        all.forEach(Ingredient::close);
    }
}
