package io.stockpot.data.shift;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.corruption.Corruption;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The test images of the recipe's data, corrupted here, at five severities each.
 *
 * @param corruptions their published names; absent means the fifteen of CIFAR-10-C and ImageNet-C
 */
public record Corrupted(@JsonProperty(defaultValue = "[]") List<String> corruptions) implements Shift {
    /** Checks the names; without one, takes the fifteen. */
    public Corrupted {
        corruptions = (corruptions.isEmpty()
                        ? Corruption.FIFTEEN.stream()
                        : corruptions.stream().map(Corruption::parse).distinct())
                .map(Corruption::text)
                .toList();
    }

    @Override
    public Optional<String> location() {
        return Optional.empty();
    }

    @Override
    public ShiftImages open(String name, Optional<OwnImages> own, Seed seed) {
        return new Images(Shift.required(own, name), corruptions, seed.child("corruption"));
    }

    private record Images(OwnImages own, List<String> corruptions, Seed seed) implements ShiftImages {
        @Override
        public List<String> versions() {
            return corruptions.stream()
                    .flatMap(corruption -> IntStream.rangeClosed(1, Corruption.SEVERITIES)
                            .mapToObj(severity -> CorruptionVersions.name(corruption, severity)))
                    .toList();
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
            String identity = own.fingerprint() + seed + versions() + Arrays.toString(indices);
            return Checksum.SHA_256.of(identity);
        }

        @Override
        public ShiftSample load(String version, int[] indices, Progress progress) throws IOException {
            LabelledImages clean = own.load(progress).subset(indices);
            int space = version.lastIndexOf(' ');
            Corruption corruption = Corruption.parse(version.substring(0, space));
            int severity = Integer.parseInt(version.substring(space + 1));
            return ShiftSample.of(corruption.apply(clean, severity, seed));
        }

        @Override
        public List<String> remarks() {
            return List.of();
        }
    }
}
