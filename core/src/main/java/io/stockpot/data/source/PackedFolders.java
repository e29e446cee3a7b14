package io.stockpot.data.source;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Pictures in folders, of which those to learn from are decoded once, into a file of the cache. */
record PackedFolders(OpenFolders folders, DataCache cache) implements OpenData {
    private static final int DIGITS = 16;

    @Override
    public List<String> classNames() {
        return folders.classNames();
    }

    @Override
    public ImageShape shape() {
        return folders.shape();
    }

    @Override
    public int images(DataPart part) {
        return folders.images(part);
    }

    /** A training sees other pixels where augmentations cut their own part out of a picture. */
    @Override
    public String fingerprint(DataPart part) {
        String fingerprint = folders.fingerprint(part);
        return part == DataPart.TRAIN ? digest(fingerprint + "\npacked") : fingerprint;
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Checksum.SHA_256.start().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Packs the pictures first, if that was not done. */
    @Override
    public LabelledImages load(DataPart part, Progress progress) throws IOException {
        if (part == DataPart.TEST) {
            return folders.load(part, progress);
        }
        FilePixels files = folders.files(part);
        Path pack = cache.folder("packed").resolve(fingerprint(part).substring(0, DIGITS) + ".pictures");
        return folders.images(part, PackedPixels.of(pack, files, progress));
    }

    @Override
    public String photo(DataPart part, int index) {
        return folders.photo(part, index);
    }

    @Override
    public Optional<String> group(DataPart part, int index) {
        return folders.group(part, index);
    }

    @Override
    public List<String> remarks() {
        return folders.remarks();
    }
}
