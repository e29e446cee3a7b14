package io.stockpot.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    @Test
    void theSetsAreDisjointAndCoverAll() {
        for (int count = 1; count < 20; count++) {
            Split split = Split.holdOut(20, count, new Seed(5));
            assertThat(split.heldOut()).hasSize(count);
            assertThat(IntStream.concat(Arrays.stream(split.heldOut()), Arrays.stream(split.rest()))
                            .sorted())
                    .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
        }
    }

    @Test
    void theSeedDecides() {
        int[] heldOut = Split.holdOut(1000, 100, new Seed(1)).heldOut();
        assertThat(Split.holdOut(1000, 100, new Seed(1)).heldOut()).containsExactly(heldOut);
        assertThat(Split.holdOut(1000, 100, new Seed(2)).heldOut()).isNotEqualTo(heldOut);
        assertThat(Split.holdOut(1000, 200, new Seed(1)).heldOut()).startsWith(heldOut);
    }

    /** 10 of class 0, 20 of class 1 and 30 of class 2, in the order of the folders. */
    @Test
    void holdsOutOfEachClassItsShare() {
        int[] labels =
                IntStream.range(0, 60).map(i -> i < 10 ? 0 : i < 30 ? 1 : 2).toArray();
        Split split = Split.holdOutByClass(labels, 12, new Seed(3));
        assertThat(counts(labels, split.heldOut())).containsExactly(2, 4, 6);
        assertThat(counts(labels, split.rest())).containsExactly(8, 16, 24);
        assertThat(IntStream.concat(Arrays.stream(split.heldOut()), Arrays.stream(split.rest()))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
        assertThat(Split.holdOutByClass(labels, 12, new Seed(3)).heldOut()).containsExactly(split.heldOut());
        assertThat(Split.holdOutByClass(labels, 12, new Seed(4)).heldOut()).isNotEqualTo(split.heldOut());
        assertThat(Split.holdOutByClass(labels, 30, new Seed(3)).heldOut()).startsWith(split.heldOut());
        assertThatThrownBy(() -> Split.holdOutByClass(labels, 60, new Seed(1)))
                .hasMessage("cannot hold out 60 of 60 images: hold out from 1 to 59");
    }

    /** What does not divide evenly is one image for some of the classes, by chance. */
    @Test
    void classesOfEqualSizeDifferByAtMostOneImage() {
        int[] labels = IntStream.range(0, 80).map(i -> i / 10).toArray();
        for (int count = 1; count < 80; count++) {
            int[] counts = counts(
                    labels, Split.holdOutByClass(labels, count, new Seed(9)).heldOut());
            assertThat(Arrays.stream(counts).max().orElseThrow()
                            - Arrays.stream(counts).min().orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
    }

    private static int[] counts(int[] labels, int[] images) {
        int[] counts = new int[Arrays.stream(labels).max().orElseThrow() + 1];
        for (int image : images) {
            counts[labels[image]]++;
        }
        return counts;
    }

    @Test
    void errorsNameTheRange() {
        assertThatThrownBy(() -> Split.holdOut(10, 10, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot hold out 10 of 10 images: hold out from 1 to 9");
        assertThatThrownBy(() -> Split.holdOut(10, 0, new Seed(1))).hasMessageContaining("hold out 0 of 10");
    }

    @Test
    void noGroupIsOnBothSides() {
        int[] groups =
                IntStream.range(0, 60).map(image -> image % 17 + image % 2).toArray();
        for (int count = 1; count < 50; count++) {
            Split split = Split.holdOut(groups, count, new Seed(5));
            assertThat(split.heldOut()).hasSize(count).doesNotHaveDuplicates();
            assertThat(split.rest()).isNotEmpty().doesNotHaveDuplicates();
            assertThat(Arrays.stream(split.rest())
                            .map(image -> groups[image])
                            .distinct()
                            .boxed())
                    .doesNotContainAnyElementsOf(Arrays.stream(split.heldOut())
                            .map(image -> groups[image])
                            .boxed()
                            .toList());
            assertThat(Split.holdOut(groups, count + 1, new Seed(5)).heldOut()).startsWith(split.heldOut());
        }
    }

    @Test
    void onlyWhatIsLeftOfTheLastGroupIsOnNeitherSide() {
        int[] groups = {0, 0, 0, 1, 1, 1, 2, 2, 2};
        Split split = Split.holdOut(groups, 4, new Seed(1));
        assertThat(split.heldOut()).hasSize(4);
        assertThat(split.rest()).hasSize(3);
        assertThat(Split.holdOut(groups, 6, new Seed(1)).rest()).hasSize(3);
        assertThatThrownBy(() -> Split.holdOut(groups, 7, new Seed(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot hold out 7 of 9 images in 3 groups: none would be left that shares no group with"
                        + " them");
    }

    @Test
    void keepsGroupsTogetherAndClassesInProportion() {
        int[] labels = IntStream.range(0, 300).map(image -> image / 100).toArray();
        int[] groups = IntStream.range(0, 300).map(image -> image / 5).toArray();
        Split split = Split.holdOutByClass(labels, groups, 60, new Seed(4));
        assertThat(split.heldOut()).hasSize(60);
        Set<Integer> held = Arrays.stream(split.heldOut())
                .map(image -> groups[image])
                .boxed()
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(split.rest()).map(image -> groups[image]).boxed())
                .doesNotContainAnyElementsOf(held);
        for (int label = 0; label < 3; label++) {
            int one = label;
            assertThat(Arrays.stream(split.heldOut())
                            .filter(image -> labels[image] == one)
                            .count())
                    .isEqualTo(20);
        }
    }
}
