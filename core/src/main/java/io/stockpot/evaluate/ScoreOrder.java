package io.stockpot.evaluate;

import io.stockpot.data.Answers;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which class each score of a {@link ScorePass} belongs to, for what is differentiated: the right one first.
 *
 * @param classes of each image, in the order of its scores
 */
public record ScoreOrder(List<List<Integer>> classes) {
    /** Copies the list. */
    public ScoreOrder {
        classes = List.copyOf(classes);
    }

    /** Returns the order for images that have one label each. */
    public static ScoreOrder of(LabelledImages images) throws IOException {
        return of(Answers.of(images.labels()), new LabelMap.AllClasses(), images.classes());
    }

    /**
     * Returns the order for some answers.
     *
     * @param known how many classes the classifier has
     * @throws IOException if answers are no classes, or an image has several right ones, or none
     */
    public static ScoreOrder of(Answers answers, LabelMap map, int known) throws IOException {
        if (!map.answersAreClasses()) {
            throw new IOException(
                    "answers that are groups of classes have no logits of their own to differentiate; take"
                            + " a response surface or a race");
        }
        List<Integer> all = new ArrayList<>();
        map.score(new float[known], (number, score) -> all.add(number));
        List<List<Integer>> classes = new ArrayList<>();
        for (int image = 0; image < answers.size(); image++) {
            int right = answers.first(image);
            List<Integer> order = new ArrayList<>(List.of(right));
            for (int number : all) {
                if (number != right) {
                    order.add(number);
                }
                if (answers.accepts(image, number) != (number == right)) {
                    throw new IOException(
                            "image " + image + " has several right answers, or none, and a loss needs one;"
                                    + " take a response surface or a race");
                }
            }
            classes.add(order);
        }
        return new ScoreOrder(classes);
    }

    /** Returns the classes of some images, one image after another. */
    public long[] numbers(int[] images) {
        return Arrays.stream(images)
                .mapToObj(classes::get)
                .flatMap(List::stream)
                .mapToLong(Integer::longValue)
                .toArray();
    }

    /** Returns the number of scores of an image. */
    public int answers() {
        return classes.get(0).size();
    }
}
