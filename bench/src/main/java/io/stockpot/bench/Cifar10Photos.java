package io.stockpot.bench;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.shift.OwnImages;
import io.stockpot.data.shift.Shift;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.source.Cifar10;
import io.stockpot.data.source.DataPart;
import io.stockpot.text.YamlRecords;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Photos in folders of CIFAR-10's classes, resized to 32 pixels. */
final class Cifar10Photos {
    private Cifar10Photos() {}

    /** Reads all photos of a folder. */
    static LabelledImages load(String folder) throws IOException {
        Shift shift = YamlRecords.read(
                "{image-folder: {path: " + folder + ", resize: 32, crop: 32}}", "FOLDER", Shift.class, List.of());
        ShiftImages images = shift.open(folder, Optional.of(new NamesOfCifar10()), new Seed(0));
        int[] all = IntStream.range(0, images.size()).toArray();
        return images.load(ShiftImages.ONLY, all, Progress.NONE).images();
    }

    /** Names the classes of CIFAR-10, by which folders are matched. */
    private record NamesOfCifar10() implements OwnImages {
        private static final Cifar10 DATA = new Cifar10();

        @Override
        public String name() {
            return DATA.name();
        }

        @Override
        public List<String> classNames() {
            return DATA.classNames();
        }

        @Override
        public int size() {
            return DATA.images(DataPart.TEST);
        }

        @Override
        public String fingerprint() {
            return DATA.name();
        }

        @Override
        public LabelledImages load(Progress progress) throws IOException {
            return DATA.load(DataPart.TEST, DataCache.ofUser(), progress);
        }

        @Override
        public String photo(int index) {
            return Integer.toString(index);
        }
    }
}
