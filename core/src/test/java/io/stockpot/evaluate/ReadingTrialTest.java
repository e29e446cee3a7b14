package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.evaluate.ReadingTrial.Alternatives;
import io.stockpot.evaluate.ReadingTrial.Result;
import io.stockpot.evaluate.ReadingTrial.Tried;
import io.stockpot.model.CustomaryNormalisation;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers are made: right with a probability that depends on how photos are read. */
class ReadingTrialTest {
    private static final List<String> NAMES = List.of("ant", "bee", "cow", "dog", "elk");
    private static final List<CustomaryNormalisation> OTHERS =
            CustomaryNormalisation.of(3).subList(1, 5);
    private static final int PHOTOS = 100;

    private final int[] truth =
            IntStream.range(0, PHOTOS).map(photo -> photo % NAMES.size()).toArray();

    @Test
    void findsNothingWhereAllIsRight() throws IOException {
        Result result = ReadingTrial.of(
                (normalisation, side) -> answers(normalisation.isEmpty() ? 0.6 : 0.3),
                truth,
                alternatives(false, List.of(), List.of()));
        assertThat(result.better()).isEmpty();
        assertThat(result.tried()).hasSizeGreaterThanOrEqualTo(OTHERS.size());
    }

    @Test
    void findsTheNormalisation() throws IOException {
        Result result = ReadingTrial.of(
                (normalisation, side) ->
                        answers(normalisation.map(OTHERS.get(2)::equals).orElse(false) ? 0.8 : 0.4),
                truth,
                alternatives(true, List.of(), List.of()));
        Tried better = result.better().orElseThrow();
        assertThat(better.reading().normalisation()).contains(OTHERS.get(2));
        assertThat(better.reading().order()).isEmpty();
        assertThat(better.accuracy().value()).isGreaterThan(better.asTold().value() + 0.2);
        assertThat(better.reading().options()).isEqualTo(OTHERS.get(2).option());
    }

    @Test
    void findsAnOrderThatIsNamed() throws IOException {
        List<String> told = List.of("elk", "dog", "cow", "bee", "ant");
        int[] labels = Arrays.stream(truth)
                .map(number -> told.indexOf(NAMES.get(number)))
                .toArray();
        Alternatives others = new Alternatives(List.of(), true, List.of(), ClassOrder.customary(told), told);
        Tried better = ReadingTrial.of((normalisation, side) -> answers(0.6), labels, others)
                .better()
                .orElseThrow();
        assertThat(better.reading().order().orElseThrow().names()).isEqualTo(NAMES);
        assertThat(better.reading().options()).isEqualTo("--classes 'ant, bee, cow, dog, elk'");
        assertThat(better.asTold().value()).isLessThan(0.3);
    }

    @Test
    void findsAnOrderThatNobodyNames() throws IOException {
        List<String> told = List.of("cow", "elk", "ant", "dog", "bee");
        int[] labels = Arrays.stream(truth)
                .map(number -> told.indexOf(NAMES.get(number)))
                .toArray();
        Tried better = ReadingTrial.of(
                        (normalisation, side) -> answers(0.7),
                        labels,
                        new Alternatives(List.of(), true, List.of(), List.of(), told))
                .better()
                .orElseThrow();
        assertThat(better.reading().order().orElseThrow().names()).isEqualTo(NAMES);
        assertThat(better.accuracy().total()).isEqualTo(PHOTOS / 2);
    }

    /** Either mistake alone hides the other. */
    @Test
    void findsSizeAndOrderTogether() throws IOException {
        List<String> told = List.of("cow", "elk", "ant", "dog", "bee");
        int[] labels = Arrays.stream(truth)
                .map(number -> told.indexOf(NAMES.get(number)))
                .toArray();
        Tried better = ReadingTrial.of(
                        (normalisation, side) -> answers(side.isPresent() ? 0.8 : 0.2),
                        labels,
                        new Alternatives(List.of(), true, List.of(32), List.of(), told))
                .better()
                .orElseThrow();
        assertThat(better.reading().side()).contains(32);
        assertThat(better.reading().order().orElseThrow().names()).isEqualTo(NAMES);
        assertThat(better.reading().options()).startsWith("--resize 32 --crop 32 --classes '");
    }

    /** Told is a third right by accident, which neither change alone betters. */
    @Test
    void findsNormalisationAndNamedOrderThatHideEachOther() throws IOException {
        List<String> told = List.of("elk", "dog", "cow", "bee", "ant");
        int[] labels = Arrays.stream(truth)
                .map(number -> told.indexOf(NAMES.get(number)))
                .toArray();
        int[] accident = IntStream.range(0, PHOTOS)
                .map(photo -> photo % 3 == 0 ? labels[photo] : (labels[photo] + 1) % NAMES.size())
                .toArray();
        Tried better = ReadingTrial.of(
                        (normalisation, side) ->
                                normalisation.map(OTHERS.get(0)::equals).orElse(false) ? answers(0.8) : accident,
                        labels,
                        new Alternatives(OTHERS, true, List.of(), ClassOrder.customary(told), told))
                .better()
                .orElseThrow();
        assertThat(better.reading().normalisation()).contains(OTHERS.get(0));
        assertThat(better.reading().order().orElseThrow().names()).isEqualTo(NAMES);
    }

    /** Orders that are found fit the photos that found them; they are judged by others. */
    @Test
    void findsNoOrderInNoise() throws IOException {
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            Random draws = new Random(seed);
            int[] noise = draws.ints(PHOTOS, 0, NAMES.size()).toArray();
            found += ReadingTrial.of(
                                    (normalisation, side) -> noise,
                                    truth,
                                    new Alternatives(List.of(), true, List.of(), ClassOrder.customary(NAMES), NAMES))
                            .better()
                            .isPresent()
                    ? 1
                    : 0;
        }
        // at most 5 % for named orders and 5 % for the one that is found, on average
        assertThat(found).isLessThanOrEqualTo(20);
    }

    /** Twelve more right and two more wrong: p = 0.013 is enough against nothing, and too little against a word. */
    @Test
    void asksForMoreWhereSomethingWasTold() throws IOException {
        int[] better = truth.clone();
        int[] worse = truth.clone();
        IntStream.range(0, 12).forEach(photo -> worse[photo] = (truth[photo] + 1) % NAMES.size());
        IntStream.range(12, 14).forEach(photo -> better[photo] = (truth[photo] + 1) % NAMES.size());
        ReadingTrial.Answers answers = (normalisation, side) ->
                normalisation.map(OTHERS.get(0)::equals).orElse(false) ? better : worse;
        assertThat(ReadingTrial.of(answers, truth, alternatives(false, List.of(), List.of()))
                        .better())
                .isPresent();
        assertThat(ReadingTrial.of(answers, truth, alternatives(true, List.of(), List.of()))
                        .better())
                .isEmpty();
    }

    private static Alternatives alternatives(boolean told, List<Integer> sides, List<ClassOrder> orders) {
        return new Alternatives(OTHERS, told, sides, orders, NAMES);
    }

    /** Returns answers that are right with a probability, and any other class else. */
    private int[] answers(double accuracy) {
        Random draws = new Random(Math.round(1000 * accuracy));
        return IntStream.of(truth)
                .map(label -> draws.nextDouble() < accuracy
                        ? label
                        : (label + 1 + draws.nextInt(NAMES.size() - 1)) % NAMES.size())
                .toArray();
    }
}
