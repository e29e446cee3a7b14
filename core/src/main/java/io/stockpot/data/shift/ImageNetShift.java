package io.stockpot.data.shift;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data sets of ImageNet's family, each with the protocol of its authors, for classifiers of the 1000
 * classes in their usual order. Pictures are resized and the centre is cut out; camera notes are ignored,
 * as in the published evaluations.
 */
public sealed interface ImageNetShift extends Shift {
    /** Returns the folder. */
    String path();

    /** Returns the pixels of the shorter side. */
    int resize();

    /** Returns the pixels of both sides of the centre. */
    int crop();

    @Override
    default Optional<String> location() {
        return Optional.of(path());
    }

    /** Returns from logits to answers. */
    default LabelMap labelMap() {
        return new LabelMap.AllClasses();
    }

    /** Returns which class a folder is. */
    default ClassFolders classes() {
        return new ClassFolders.ImageNet();
    }

    @Override
    default ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
        return folders(name).open(Path.of(path()), this::byFolder);
    }

    /** Labels by folder; a fault of a folder's name is one of the files. */
    private Labelling byFolder(FolderListing listing) throws IOException {
        try {
            return Labelling.byFolder(
                    classes().numbers(listing.folders(), labelMap().answers(List.of())));
        } catch (IllegalArgumentException unknown) {
            throw new IOException("in '" + listing.root() + "': " + unknown.getMessage(), unknown);
        }
    }

    private FolderShift folders(String name) {
        Preparation preparation = Preparation.centre(resize(), crop());
        List<String> names = labelMap().answers(ImageNetClasses.IDENTIFIERS);
        return new FolderShift(name, preparation, labelMap(), names, Unreadable.REFUSE);
    }

    /** The 50,000 validation images of ImageNet in folders by WordNet identifier. */
    record ImageNet(
            String path,
            @JsonProperty(defaultValue = "256") int resize,
            @JsonProperty(defaultValue = "224") int crop) implements ImageNetShift {}

    /**
     * The same images with the labels of Beyer et al. 2020, "Are we done with ImageNet?": an answer is right
     * if it is one of an image's labels; images without a label are left out.
     *
     * @param path the validation images in folders, named ILSVRC2012_val_00000001.JPEG and so on
     * @param labels the published file real.json: a list of labels for every image in the order of names
     */
    record ImageNetReal(
            String path,
            String labels,
            @JsonProperty(defaultValue = "256") int resize,
            @JsonProperty(defaultValue = "224") int crop)
            implements ImageNetShift {
        private static final Pattern NUMBER = Pattern.compile("ILSVRC2012_val_([0-9]{8})\\..*");

        @Override
        public Optional<String> missing() {
            return ImageNetShift.super.missing().or(() -> new ImageNet(labels, resize, crop).missing());
        }

        @Override
        public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
            int[][] sets = read(Path.of(labels));
            Labelling byNumber = file -> {
                int[] set = sets[number(file, sets.length)];
                return set.length == 0 ? Optional.empty() : Optional.of(set);
            };
            return ((ImageNetShift) this).folders(name).open(Path.of(path), listing -> byNumber);
        }

        /** Reads the labels of all images. */
        static int[][] read(Path labels) throws IOException {
            try {
                return new ObjectMapper().readValue(labels.toFile(), int[][].class);
            } catch (JsonProcessingException malformed) {
                throw new IOException(
                        "'" + labels + "' is not a list of lists of labels: " + malformed.getOriginalMessage(),
                        malformed);
            }
        }

        private static int number(FolderListing.Item file, int images) throws IOException {
            Matcher matcher = NUMBER.matcher(file.name());
            if (!matcher.matches()
                    || Integer.parseInt(matcher.group(1)) > images
                    || Integer.parseInt(matcher.group(1)) < 1) {
                throw new IOException("the image " + file.path() + " is not one of the " + images
                        + " that have labels; they are named ILSVRC2012_val_00000001.JPEG and so on");
            }
            return Integer.parseInt(matcher.group(1)) - 1;
        }
    }

    /** ImageNet-V2 (Recht et al. 2019): 10,000 new images in folders by number of the class. */
    record ImageNetV2(
            String path,
            @JsonProperty(defaultValue = "256") int resize,
            @JsonProperty(defaultValue = "224") int crop) implements ImageNetShift {
        @Override
        public ClassFolders classes() {
            return new ClassFolders.Numeric();
        }
    }

    /** ImageNet-A (Hendrycks et al. 2021): 7,500 images; the answer is the largest of 200 logits. */
    record ImageNetA(
            String path,
            @JsonProperty(defaultValue = "256") int resize,
            @JsonProperty(defaultValue = "224") int crop) implements ImageNetShift {
        @Override
        public LabelMap labelMap() {
            return ImageNetClasses.A;
        }
    }

    /** ImageNet-R (Hendrycks et al. 2021): 30,000 renditions; the answer is the largest of another 200 logits. */
    record ImageNetR(
            String path,
            @JsonProperty(defaultValue = "256") int resize,
            @JsonProperty(defaultValue = "224") int crop) implements ImageNetShift {
        @Override
        public LabelMap labelMap() {
            return ImageNetClasses.R;
        }
    }

    /** ImageNet-Sketch (Wang et al. 2019): drawings of all 1000 classes. */
    record ImageNetSketch(
            String path,
            @JsonProperty(defaultValue = "256") int resize,
            @JsonProperty(defaultValue = "224") int crop) implements ImageNetShift {}

    /**
     * Cue-conflict stimuli (Geirhos et al. 2019): 1280 images of the shape of one category and the texture of
     * one, in folders by shape. The right answer is the shape, over all images; 16 categories by the mean of
     * probabilities. Beside it are counted, for the shape bias, the answers by shape and by texture to the
     * images where these differ.
     */
    record ConflictStimuli(
            String path,
            @JsonProperty(defaultValue = "256") int resize,
            @JsonProperty(defaultValue = "224") int crop) implements ImageNetShift {
        @Override
        public LabelMap labelMap() {
            return ImageNetClasses.SIXTEEN;
        }

        @Override
        public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
            return ((ImageNetShift) this).folders(name).open(Path.of(path), CueConflict::over);
        }
    }

    /**
     * ImageNet-C (Hendrycks and Dietterich 2019): fifteen corruptions of five severities, in folders by
     * corruption, severity and WordNet identifier; corruptions may lie in the folders of their families
     * (noise, blur, weather, digital). Its images are cut out already.
     */
    record ImageNetC(
            String path,
            @JsonProperty(defaultValue = "224") int resize,
            @JsonProperty(defaultValue = "224") int crop) implements ImageNetShift {
        @Override
        public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
            Map<String, Path> roots = new LinkedHashMap<>();
            for (String corruption : CorruptionVersions.FIFTEEN) {
                Path folder = CorruptionVersions.folder(Path.of(path), corruption);
                for (int severity = 1; severity <= CorruptionVersions.SEVERITIES; severity++) {
                    roots.put(
                            CorruptionVersions.name(corruption, severity), folder.resolve(Integer.toString(severity)));
                }
            }
            return ((ImageNetShift) this).folders(name).open(roots, ((ImageNetShift) this)::byFolder);
        }
    }
}
