package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.OwnImages;
import io.stockpot.data.source.DataFacts;
import io.stockpot.data.source.DataPart;
import io.stockpot.data.source.DataSource;
import io.stockpot.data.source.OpenData;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** The images of a recipe, read when they are first needed. */
public final class RecipeImages {
    private final String name;
    private final Map<DataPart, String> fingerprints = new EnumMap<>(DataPart.class);
    private final Loader loader;
    private final Optional<OpenData> opened;
    private final Optional<OwnImages> own;
    private final Optional<ImageShape> shape;
    private final Map<DataPart, Integer> sizes = new EnumMap<>(DataPart.class);
    private final Map<DataPart, LabelledImages> loaded = new EnumMap<>(DataPart.class);

    /** Reads the images of a part. */
    @FunctionalInterface
    private interface Loader {
        LabelledImages load(DataPart part, Progress progress) throws IOException;
    }

    /**
     * Draws on a source, if the recipe has one; reads no image yet.
     *
     * @throws IOException if the images cannot be found
     */
    public RecipeImages(Optional<DataSource> source, DataCache cache) throws IOException {
        this.name = source.map(DataSource::name).orElse("no data");
        Optional<OpenData> found = source.isPresent() ? Optional.of(source.get().open(cache)) : Optional.empty();
        this.opened = found;
        this.loader = (part, progress) -> found.orElseThrow().load(part, progress);
        for (DataPart part : DataPart.values()) {
            fingerprints.put(part, found.map(data -> data.fingerprint(part)).orElse(""));
            sizes.put(part, found.map(data -> data.images(part)).orElse(0));
        }
        this.shape = found.map(OpenData::shape);
        this.own = found.map(data -> new Own(
                data.classNames(),
                data.images(DataPart.TEST),
                index -> data.photo(DataPart.TEST, index),
                index -> data.group(DataPart.TEST, index)));
    }

    /** Wraps images that are loaded already. */
    RecipeImages(LabelledImages training, LabelledImages test) {
        this.name = test.name();
        this.loader = (part, progress) -> part == DataPart.TRAIN ? training : test;
        fingerprints.put(DataPart.TRAIN, training.digest());
        fingerprints.put(DataPart.TEST, test.digest());
        sizes.put(DataPart.TRAIN, training.size());
        sizes.put(DataPart.TEST, test.size());
        this.shape = Optional.of(test.shape());
        this.opened = Optional.empty();
        this.own = Optional.of(
                new Own(test.classNames(), test.size(), index -> name + " test " + index, index -> Optional.empty()));
    }

    /** The test images, as shifts see them. */
    private final class Own implements OwnImages {
        private final List<String> classNames;
        private final int size;
        private final IntFunction<String> photos;
        private final IntFunction<Optional<String>> groups;

        Own(List<String> classNames, int size, IntFunction<String> photos, IntFunction<Optional<String>> groups) {
            this.classNames = List.copyOf(classNames);
            this.size = size;
            this.photos = photos;
            this.groups = groups;
        }

        @Override
        public Optional<String> group(int index) {
            return groups.apply(index);
        }

        @Override
        public String photo(int index) {
            return photos.apply(index);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<String> classNames() {
            return classNames;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public String fingerprint() {
            return fingerprints.get(DataPart.TEST);
        }

        @Override
        public LabelledImages load(Progress progress) throws IOException {
            return RecipeImages.this.load(DataPart.TEST, progress);
        }
    }

    /** Returns what is known of the images before they are read, if the recipe has any that are not made. */
    Optional<DataFacts> facts() {
        return opened.map(data -> data);
    }

    /** Returns sentences on images that were left out. */
    List<String> remarks() {
        return opened.map(OpenData::remarks).orElse(List.of());
    }

    /** Returns the test images for shifts that are made of them, if there are any. */
    Optional<OwnImages> own() {
        return own;
    }

    /** Returns the images of a part, fetching them if need be. */
    LabelledImages load(DataPart part, Progress progress) throws IOException {
        LabelledImages found = loaded.get(part);
        if (found == null) {
            found = loader.load(part, progress);
            loaded.put(part, found);
        }
        return found;
    }

    /** Returns what identifies the images of a part before they are loaded. */
    String fingerprint(DataPart part) {
        return fingerprints.get(part);
    }

    /** Returns the number of images of a part, known before they are loaded; 0 if there is no source. */
    int size(DataPart part) {
        return sizes.get(part);
    }

    /** Returns the shape of the images, if there are any. */
    Optional<ImageShape> shape() {
        return shape;
    }

    /** Returns the name of each class; none if there is no source. */
    List<String> classNames() {
        return own.map(OwnImages::classNames).orElse(List.of());
    }

    /** Returns the name of the source. */
    String name() {
        return name;
    }
}
