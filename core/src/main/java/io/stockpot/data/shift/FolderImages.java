package io.stockpot.data.shift;

import io.stockpot.data.Answers;
import io.stockpot.data.Checksum;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.Progress;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pictures in folders, one root folder for each version. */
final class FolderImages implements ShiftImages {
    /** Validation images of ImageNet keep their names in the sets that were made from them. */
    private static final Pattern VALIDATION = Pattern.compile("(ILSVRC2012_val_[0-9]{8})\\..*");

    private final String name;
    private final Map<String, FolderListing> versions;
    private final List<FolderListing.Item> files;
    private final Answers answers;
    private final Map<String, Answers> asides;
    private final Preparation preparation;
    private final LabelMap labelMap;
    private final List<String> answerNames;
    private final List<String> remarks;

    /**
     * Puts together what was found.
     *
     * @param versions what lies in the folder of each version; all hold the files, maybe more
     * @param files of the first version, those to be used
     * @param answers to the files
     * @param answerNames names of the answers
     */
    FolderImages(
            String name,
            Map<String, FolderListing> versions,
            List<FolderListing.Item> files,
            Answers answers,
            Map<String, Answers> asides,
            Preparation preparation,
            LabelMap labelMap,
            List<String> answerNames,
            List<String> remarks) {
        this.name = name;
        this.versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        this.files = List.copyOf(files);
        this.answers = answers;
        this.asides = asides;
        this.preparation = preparation;
        this.labelMap = labelMap;
        this.answerNames = List.copyOf(answerNames);
        this.remarks = List.copyOf(remarks);
    }

    @Override
    public List<String> versions() {
        return List.copyOf(versions.keySet());
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public String photo(int index) {
        FolderListing.Item file = files.get(index);
        Matcher validation = VALIDATION.matcher(file.name());
        return validation.matches() ? validation.group(1) : name + " " + file.path();
    }

    @Override
    public LabelMap labelMap() {
        return labelMap;
    }

    @Override
    public String fingerprint(int[] indices) {
        String pictures = versions.entrySet().stream()
                .map(version -> version.getKey() + "\n" + described(version.getValue(), indices))
                .collect(Collectors.joining("\n"));
        String identity =
                CanonicalJson.of(preparation) + "\n" + answers.subset(indices).digest() + "\n" + pictures;
        return Checksum.SHA_256.of(identity.getBytes(StandardCharsets.UTF_8));
    }

    private String described(FolderListing listing, int[] indices) {
        Map<String, FolderListing.Item> byPath = listing.files() == files
                ? Map.of()
                : listing.files().stream().collect(Collectors.toMap(FolderListing.Item::path, item -> item));
        return Arrays.stream(indices)
                .mapToObj(index -> byPath.getOrDefault(files.get(index).path(), files.get(index)))
                .map(item -> item.path() + " " + item.size() + " " + item.modified())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public ShiftSample load(String version, int[] indices, Progress progress) throws IOException {
        Path root = Objects.requireNonNull(versions.get(version), version).root();
        Answers right = answers.subset(indices);
        Map<String, Answers> beside = new LinkedHashMap<>();
        asides.forEach((what, all) -> beside.put(what, all.subset(indices)));
        return new ShiftSample(pixels(root, indices, progress), right, beside);
    }

    /** Decodes on all processors. */
    private LabelledImages pixels(Path root, int[] indices, Progress progress) throws IOException {
        Preparation.Picture[] pictures = new Preparation.Picture[indices.length];
        AtomicInteger done = new AtomicInteger();
        try (Progress.Task task = progress.start("read " + name, indices.length, "images")) {
            IntStream.range(0, indices.length).parallel().forEach(place -> {
                try {
                    pictures[place] = preparation.read(files.get(indices[place]).in(root));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
                synchronized (done) {
                    task.advanceTo(done.incrementAndGet());
                }
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
        return packed(pictures, indices);
    }

    private LabelledImages packed(Preparation.Picture[] pictures, int[] indices) throws IOException {
        ImageShape shape = pictures[0].shape();
        byte[] pixels = new byte[Math.multiplyExact(pictures.length, shape.length())];
        int[] labels = new int[pictures.length];
        for (int place = 0; place < pictures.length; place++) {
            if (!pictures[place].shape().equals(shape)) {
                throw new IOException("images of " + name + " differ in size: "
                        + files.get(indices[0]).path() + " has "
                        + shape + " and " + files.get(indices[place]).path() + " has " + pictures[place].shape()
                        + "; tell resize and crop");
            }
            System.arraycopy(pictures[place].planes(), 0, pixels, place * shape.length(), shape.length());
            labels[place] = answers.first(indices[place]);
        }
        return LabelledImages.adopt(name, shape, pixels, labels, answerNames);
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }
}
