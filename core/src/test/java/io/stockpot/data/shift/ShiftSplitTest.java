package io.stockpot.data.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Photos that choose never judge, on any shift. */
class ShiftSplitTest {
    /** Photos by number; nothing can be read. */
    private record Numbered(String prefix, int from, int to) implements ShiftImages {
        @Override
        public List<String> versions() {
            return List.of(ONLY);
        }

        @Override
        public int size() {
            return to - from;
        }

        @Override
        public String photo(int index) {
            return prefix + (from + index);
        }

        @Override
        public LabelMap labelMap() {
            return new LabelMap.AllClasses();
        }

        @Override
        public String fingerprint(int[] indices) {
            return "";
        }

        @Override
        public ShiftSample load(String version, int[] indices, Progress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> remarks() {
            return List.of();
        }

        Set<String> photos(int[] indices) {
            Set<String> photos = new HashSet<>();
            IntStream.of(indices).forEach(index -> photos.add(photo(index)));
            return photos;
        }
    }

    private static final Numbered ALL = new Numbered("p", 0, 1000);
    private static final Numbered RELABELLED = new Numbered("p", 100, 1000);
    private static final Numbered OTHERS = new Numbered("q", 0, 50);

    private static Map<String, ShiftSplit> draw(int adaptation, int test, long seed) {
        Map<String, ShiftImages> shifts = new LinkedHashMap<>();
        Map<String, ShiftSplit.Sizes> sizes = new LinkedHashMap<>();
        shifts.put("all", ALL);
        shifts.put("relabelled", RELABELLED);
        shifts.put("others", OTHERS);
        sizes.put("all", new ShiftSplit.Sizes(adaptation, test));
        sizes.put("relabelled", new ShiftSplit.Sizes(adaptation, test));
        sizes.put("others", new ShiftSplit.Sizes(20, test));
        return ShiftSplit.draw(shifts, sizes, new Seed(seed));
    }

    @Test
    void keepsPhotosThatChooseFromJudgingOnAnyShift() {
        Map<String, ShiftSplit> splits = draw(300, Integer.MAX_VALUE, 1);
        Set<String> choosing = ALL.photos(splits.get("all").adaptation());
        choosing.addAll(RELABELLED.photos(splits.get("relabelled").adaptation()));
        assertThat(ALL.photos(splits.get("all").test(false))).doesNotContainAnyElementsOf(choosing);
        assertThat(RELABELLED.photos(splits.get("relabelled").test(false))).doesNotContainAnyElementsOf(choosing);
        // most photos choose on both, as their names decide
        assertThat(choosing.size()).isBetween(301, 360);
        assertThat(splits.get("all").test(false))
                .hasSize(1000 - choosing.size())
                .isSorted();
        assertThat(splits.get("others").test(false)).hasSize(30);
    }

    @Test
    void letsAllImagesJudgeWhenOverlapping() {
        ShiftSplit all = draw(300, Integer.MAX_VALUE, 1).get("all");
        assertThat(all.test(true)).hasSize(1000);
        assertThat(all.adaptation()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void theSeedDecidesAndSmallerDrawsArePrefixes() {
        int[] some = draw(300, 10, 1).get("all").adaptation();
        assertThat(draw(300, 10, 1).get("all").adaptation()).containsExactly(some);
        assertThat(some).startsWith(draw(100, 10, 1).get("all").adaptation());
        assertThat(draw(300, 10, 2).get("all").adaptation()).isNotEqualTo(some);
        assertThat(draw(300, 10, 1).get("all").test(false)).hasSize(10);
    }

    @Test
    void refusesMoreAdaptationImagesThanThereAre() {
        assertThatThrownBy(() -> draw(901, 10, 1))
                .hasMessage("the shift 'relabelled' has 900 images, and 901 are asked for to choose a soup; set its"
                        + " adaptation to fewer");
    }

    /** 200 photos of 40 signs, five of each. */
    private static ShiftImages signs() {
        return new Signs(new Numbered("s", 0, 200));
    }

    /** Photos of which five show one sign. */
    private record Signs(Numbered photos) implements ShiftImages {
        @Override
        public Optional<String> group(int index) {
            return Optional.of("sign " + index / 5);
        }

        @Override
        public List<String> versions() {
            return photos.versions();
        }

        @Override
        public int size() {
            return photos.size();
        }

        @Override
        public String photo(int index) {
            return photos.photo(index);
        }

        @Override
        public LabelMap labelMap() {
            return photos.labelMap();
        }

        @Override
        public String fingerprint(int[] indices) {
            return photos.fingerprint(indices);
        }

        @Override
        public ShiftSample load(String version, int[] indices, Progress progress) {
            return photos.load(version, indices, progress);
        }

        @Override
        public List<String> remarks() {
            return photos.remarks();
        }
    }

    /** 52 images that choose are ten groups and two images; what is left of the eleventh is on neither side. */
    @Test
    void keepsGroupsFromJudgingWhatTheyChose() {
        ShiftSplit split = ShiftSplit.draw(
                        Map.of("signs", signs()), Map.of("signs", new ShiftSplit.Sizes(52, 1000)), new Seed(1))
                .get("signs");
        Set<Integer> choosing = new HashSet<>();
        IntStream.of(split.adaptation()).forEach(index -> choosing.add(index / 5));
        assertThat(choosing).hasSize(11);
        assertThat(split.adaptation()).hasSize(52);
        assertThat(split.test(false)).hasSize(145);
        assertThat(IntStream.of(split.test(false)).map(index -> index / 5).boxed())
                .doesNotContainAnyElementsOf(choosing);
    }

    /** Two shifts of the same signs, of which other photos choose. */
    @Test
    void keepsGroupsFromJudgingOnAnyShift() {
        Map<String, ShiftImages> shifts = new LinkedHashMap<>();
        shifts.put("signs", signs());
        shifts.put("others", new Signs(new Numbered("t", 0, 200)));
        Map<String, ShiftSplit> splits = ShiftSplit.draw(
                shifts,
                Map.of("signs", new ShiftSplit.Sizes(20, 1000), "others", new ShiftSplit.Sizes(100, 1000)),
                new Seed(1));
        // the order of groups is the same on both
        assertThat(splits.get("signs").test(false)).hasSize(100);
        assertThat(splits.get("others").test(false)).hasSize(100);
    }
}
