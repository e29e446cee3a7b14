package io.stockpot.data.shift;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelMap;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** No shift: the test images of the recipe's data as they are. */
public record TestImages() implements Shift {
    @Override
    public Optional<String> location() {
        return Optional.empty();
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) {
        return new Images(Shift.required(own, name));
    }

    private record Images(OwnImages own) implements ShiftImages {
        @Override
        public List<String> versions() {
            return List.of(ONLY);
        }

        @Override
        public int size() {
            return own.size();
        }

        @Override
        public String photo(int index) {
            return own.photo(index);
        }

        @Override
        public Optional<String> group(int index) {
            return own.group(index);
        }

        @Override
        public LabelMap labelMap() {
            return new LabelMap.AllClasses();
        }

        @Override
        public String fingerprint(int[] indices) {
            return Checksum.SHA_256.of(own.fingerprint() + Arrays.toString(indices));
        }

        @Override
        public ShiftSample load(String version, int[] indices, Progress progress) throws IOException {
            return ShiftSample.of(own.load(progress).subset(indices));
        }

        @Override
        public List<String> remarks() {
            return List.of();
        }
    }
}
