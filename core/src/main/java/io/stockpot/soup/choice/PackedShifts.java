package io.stockpot.soup.choice;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.JsonFile;
import io.stockpot.outcome.Outcomes;
import io.stockpot.outcome.Photos;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The shape of {@link ShiftOutcomes} in a JSON file: what mixtures share is said once, and the bits of a
 * mixture are one text.
 *
 * @param ingredients names of the mixed models
 * @param weights the mixtures
 * @param photos names of the photos or groups, by data sets that show some of one another or have groups; files
 *     without them hold data sets of which that is not known, and it is taken for granted that no two images
 *     show the same photo
 * @param dataSets by name
 */
@JsonPropertyOrder({"ingredients", "weights", "photos", "dataSets"})
record PackedShifts(
        List<String> ingredients,
        List<MixingWeights> weights,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> photos,
        Map<String, Grid> dataSets) {
    private static final String PHOTOS = "photos";
    private static final String HELD = "the outcomes of shifts";

    /**
     * One data set.
     *
     * @param data digest of the data
     * @param images number of images
     * @param conditions their versions
     * @param crc32 of the texts under bits, to notice damage
     * @param bits for every mixture the base64 of ⌈images / 8⌉ bytes per condition, one condition after
     *     another; the first image is the lowest bit of the first byte
     */
    @JsonPropertyOrder({"data", "images", "conditions", "crc32", "bits"})
    record Grid(String data, int images, List<String> conditions, long crc32, List<String> bits) {
        static Grid pack(GridOutcomes grid) {
            List<String> bits =
                    grid.points().stream().map(point -> pack(point.outcomes())).toList();
            return new Grid(grid.dataDigest(), grid.images(), grid.conditions(), checksum(bits), bits);
        }

        private static String pack(Outcomes outcomes) {
            int stride = stride(outcomes.images());
            byte[] bytes =
                    new byte[Math.multiplyExact(stride, outcomes.conditions().size())];
            int place = 0;
            for (String condition : outcomes.conditions()) {
                byte[] used = outcomes.correct(condition).toByteArray();
                System.arraycopy(used, 0, bytes, place, used.length);
                place += stride;
            }
            return Base64.getEncoder().encodeToString(bytes);
        }

        GridOutcomes unpack(String name, List<String> ingredients, List<MixingWeights> weights) {
            if (checksum(bits) != crc32) {
                throw new IllegalArgumentException(
                        "the bits of '" + name + "' are damaged: they do not have their checksum");
            }
            return GridOutcomes.of(
                    ingredients, weights, bits.stream().map(this::unpack).toList());
        }

        private Outcomes unpack(String text) {
            byte[] bytes = Base64.getDecoder().decode(text);
            int stride = stride(images);
            if (bytes.length != (long) stride * conditions.size()) {
                throw new IllegalArgumentException(
                        "a mixture has " + bytes.length + " bytes, but " + images + " images under " + conditions.size()
                                + " conditions need " + (long) stride * conditions.size());
            }
            Map<String, BitSet> correct = new LinkedHashMap<>();
            for (int i = 0; i < conditions.size(); i++) {
                correct.put(conditions.get(i), BitSet.valueOf(Arrays.copyOfRange(bytes, i * stride, (i + 1) * stride)));
            }
            return new Outcomes(data, images, correct);
        }

        private static int stride(int images) {
            return (images + 7) / 8;
        }

        private static long checksum(List<String> bits) {
            CRC32 sum = new CRC32();
            bits.forEach(text -> sum.update(text.getBytes(StandardCharsets.US_ASCII)));
            return sum.getValue();
        }
    }

    static void write(Path file, ShiftOutcomes outcomes) throws IOException {
        Map<String, Grid> grids = new LinkedHashMap<>();
        outcomes.dataSets().forEach((name, grid) -> grids.put(name, Grid.pack(grid)));
        PackedShifts packed = new PackedShifts(
                outcomes.ingredients(), outcomes.weights(), outcomes.photos().names(), grids);
        JsonFile.write(file, packed);
    }

    private static void upgrade(ObjectNode packed) {
        if (!packed.has(PHOTOS)) {
            packed.putObject(PHOTOS);
        }
    }

    static ShiftOutcomes read(Path file) throws IOException {
        PackedShifts packed = JsonFile.read(file, PackedShifts.class, HELD, PackedShifts::upgrade);
        try {
            Map<String, GridOutcomes> grids = new LinkedHashMap<>();
            packed.dataSets.forEach(
                    (name, grid) -> grids.put(name, grid.unpack(name, packed.ingredients, packed.weights)));
            return new ShiftOutcomes(grids, new Photos(packed.photos));
        } catch (IllegalArgumentException failure) {
            throw new IOException(file + " does not hold " + HELD + ": " + failure.getMessage(), failure);
        }
    }
}
