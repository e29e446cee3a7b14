package io.stockpot.data.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.data.Interpolation;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.Preparation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * ImageNet (ILSVRC 2012) from the user's folder: pictures in {@code train} and {@code val}, in folders by WordNet
 * identifier, in the usual order of the 1000 classes. Classes may be missing, of which a remark tells.
 *
 * <p>Pictures are resized with the bicubic filter, as He et al. 2022 ("Masked Autoencoders") do to train and evaluate,
 * whose recipe the paper follows (A.1) without saying how it resizes; notes of cameras are ignored.
 *
 * @param path the folder
 * @param resize pixels of the shorter side
 * @param crop pixels of both sides of the centre
 * @param interpolation between pixels
 * @param packed whether the pictures to learn from are decoded and resized once, as for an {@link ImageFolder}
 * @param seed of the order of the pictures, which is random so that the first of them are a fair sample
 */
public record ImageNet(
        String path,
        @JsonProperty(defaultValue = "256") int resize,
        @JsonProperty(defaultValue = "224") int crop,
        @JsonProperty(defaultValue = "bicubic") Interpolation interpolation,
        @JsonProperty(defaultValue = "false") boolean packed,
        @JsonProperty(defaultValue = "0") long seed)
        implements DataSource {
    /** Checks that the crop fits. */
    public ImageNet {
        new Preparation(Optional.of(resize), Optional.of(crop), interpolation, false);
    }

    @Override
    public String name() {
        return "image-net";
    }

    @Override
    public Optional<DataFacts> facts() {
        return Optional.empty();
    }

    @Override
    public OpenData open(DataCache cache) throws IOException {
        Path root = Path.of(path);
        ImageFolder folders = new ImageFolder(
                root.resolve("train").toString(),
                Optional.of(root.resolve("val").toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(resize),
                Optional.of(crop),
                interpolation,
                false,
                Optional.of(new ClassFolders.ImageNet()),
                packed,
                seed);
        OpenFolders found = OpenFolders.of(folders, name());
        return packed ? new PackedFolders(found, cache) : found;
    }
}
