package io.stockpot.data.shift;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Seed;
import io.stockpot.tensor.file.NumpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images and labels in NumPy's files: N×H×W×C unsigned bytes, and one whole number for each image.
 *
 * @param images a .npy file, or an archive .npz
 * @param labels a .npy file, or an archive .npz, perhaps the same
 * @param imageArray name of the array of images within an archive
 * @param labelArray name of the array of labels within an archive
 */
public record NumpyImages(
        String images,
        String labels,
        @JsonProperty(defaultValue = "images") String imageArray,
        @JsonProperty(defaultValue = "labels") String labelArray)
        implements Shift {
    @Override
    public Optional<String> location() {
        return Optional.of(images);
    }

    @Override
    public Optional<String> missing() {
        return Files.notExists(Path.of(images)) || Files.exists(Path.of(labels))
                ? Shift.super.missing()
                : Optional.of("there is no '" + labels + "'");
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) throws IOException {
        List<String> classNames = own.map(OwnImages::classNames).orElse(List.of());
        Path file = Path.of(images);
        String array = images.endsWith(".npz") ? imageArray : NumpyFile.SINGLE;
        int[] numbers = PackedArrays.labels(
                Path.of(labels), labels.endsWith(".npz") ? labelArray : NumpyFile.SINGLE, classNames);
        int rows = PackedArrays.rows(file, array);
        if (rows != numbers.length) {
            throw new IOException(
                    images + " holds " + rows + " images and " + labels + " " + numbers.length + " labels");
        }
        Map<String, PackedArrays.Rows> all = Map.of(ShiftImages.ONLY, new PackedArrays.Rows(file, array, 0));
        return new PackedArrays(name, all, numbers, classNames, index -> file.getFileName() + " " + index);
    }
}
