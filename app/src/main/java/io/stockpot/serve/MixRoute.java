package io.stockpot.serve;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.soup.choice.MixingWeights;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Mixes, lets the mixture answer all pictures, and returns some of the answers. */
final class MixRoute {
    private static final int SHOWN = 24;
    private static final int MOST_SHOWN = 200;

    private final Photos photos;
    private final Pot pot;
    private final List<Answers> alone;

    /**
     * The body of a request.
     *
     * @param first place of the first picture to be returned, in the order; none means 0
     * @param count how many pictures are returned; none means 24
     * @param since the weights before, if answers are compared with theirs
     * @param name of the class whose pictures are wanted, if not all are
     * @param only numbers of pictures that alone are asked about, because they are in sight; none means all
     */
    record Body(
            List<String> weights,
            Integer first,
            Integer count,
            String order,
            List<String> since,

            @JsonProperty("class") String name,
            List<Integer> only) {}

    MixRoute(Photos photos, Pot pot, List<Answers> alone) {
        this.photos = photos;
        this.pot = pot;
        this.alone = List.copyOf(alone);
    }

    Reply answer(Call call) throws IOException, InterruptedException {
        Body body = call.json(Body.class);
        MixingWeights weights = Weights.read("weights", body.weights(), alone.size());
        Optional<MixingWeights> since =
                Optional.ofNullable(body.since()).map(texts -> Weights.read("since", texts, alone.size()));
        Order order = Order.read(body.order());
        Optional<Integer> wanted = Optional.ofNullable(body.name()).map(photos::classNumber);
        int first = inRange("first", body.first(), 0, 0, Integer.MAX_VALUE);
        int count = inRange("count", body.count(), SHOWN, 0, MOST_SHOWN);
        if (body.only() != null) {
            return glance(call, weights, since, pictures(body.only()));
        }
        List<Answered> answered = pot.ask(
                call.page(), since.map(before -> List.of(weights, before)).orElseGet(() -> List.of(weights)));
        Optional<Answers> before = since.map(weightsBefore -> answered.get(1).answers());
        Shown shown = new Shown(answered.get(0), before);
        ObjectNode answer = shown.summary();
        int[] pictures = shown.sorted(order, wanted);
        answer.put("total", pictures.length);
        ArrayNode list = answer.putArray("photos");
        for (int place = first; place < Math.min(pictures.length, (long) first + count); place++) {
            list.add(shown.photo(pictures[place]));
        }
        return reply(answer, answered.get(0));
    }

    /** Answers for some pictures; nothing is said of the others, nor of accuracy. */
    private Reply glance(Call call, MixingWeights weights, Optional<MixingWeights> since, int[] pictures)
            throws IOException, InterruptedException {
        Answered answered = pot.glance(call.page(), weights, pictures);
        Shown shown = new Shown(answered, since.flatMap(pot::remembered));
        ObjectNode answer = nothing().putNull("changed").put("total", pictures.length);
        answer.set("weights", Weights.write(weights));
        ArrayNode list = answer.putArray("photos");
        for (int picture : pictures) {
            list.add(shown.photo(picture));
        }
        return reply(answer, answered);
    }

    private static Reply reply(ObjectNode answer, Answered answered) {
        answer.putObject("seconds").put("mixing", answered.mixing()).put("network", answered.network());
        return Reply.json(answer);
    }

    private int[] pictures(List<Integer> numbers) {
        boolean known = numbers.stream().allMatch(number -> number != null && number >= 0 && number < photos.size());
        if (!known || numbers.isEmpty() || numbers.size() > MOST_SHOWN) {
            throw Refusal.wrong("'only' are up to " + MOST_SHOWN + " numbers of pictures, from 0 to " + (photos.size() - 1));
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static ObjectNode nothing() {
        return Json.object().putNull("right").putNull("n").putNull("low").putNull("high");
    }

    private static int inRange(String name, Integer given, int orElse, int least, int most) {
        int number = given == null ? orElse : given;
        if (number < least || number > most) {
            throw Refusal.wrong("'" + name + "' is " + number + "; it is a whole number from " + least
                    + (most == Integer.MAX_VALUE ? " on" : " to " + most));
        }
        return number;
    }

    /** The answers of one mixture, compared with those of the mixture before. */
    private final class Shown {
        private final Answered now;
        private final Answers answers;
        private final Optional<Answers> before;

        Shown(Answered now, Optional<Answers> before) {
            this.now = now;
            this.answers = now.answers();
            this.before = before;
        }

        ObjectNode summary() {
            ObjectNode node = photos.labelled()
                    ? EstimateRoute.accuracy(answers.accuracy(photos))
                    : nothing();
            node.set("weights", Weights.write(now.weights()));
            if (before.isEmpty()) {
                return node.putNull("changed");
            }
            node.putObject("changed")
                    .put("gained", count(Order.Change.GAINED))
                    .put("lost", count(Order.Change.LOST))
                    .put("other", count(Order.Change.OTHER));
            return node;
        }

        private long count(Order.Change wanted) {
            return IntStream.range(0, photos.size())
                    .filter(picture -> change(picture) == wanted)
                    .count();
        }

        private Order.Change change(int picture) {
            if (before.isEmpty() || before.get().predicted(picture) == answers.predicted(picture)) {
                return Order.Change.NONE;
            }
            if (answers.right(photos, picture)) {
                return Order.Change.GAINED;
            }
            return before.get().right(photos, picture) ? Order.Change.LOST : Order.Change.OTHER;
        }

        /** Returns the pictures of a class, or all; of pictures without labels, those that are taken for the class. */
        int[] sorted(Order order, Optional<Integer> wanted) {
            IntStream pictures = IntStream.range(0, photos.size())
                    .filter(picture -> wanted.isEmpty()
                            || photos.label(picture)
                                    .orElse(answers.predicted(picture))
                                    .equals(wanted.get()));
            return Order.sorted(
                    pictures,
                    picture -> order.rank(change(picture), photos.labelled() && !answers.right(photos, picture)));
        }

        ObjectNode photo(int picture) {
            ObjectNode node = Json.object()
                    .put("index", picture)
                    .put("file", photos.files().get(picture))
                    .put("label", photos.label(picture).map(photos::className).orElse(null));
            putAnswer(node, answers, picture);
            node.put(
                    "before",
                    before.map(was -> photos.className(was.predicted(picture))).orElse(null));
            ArrayNode ingredients = node.putArray("ingredients");
            alone.forEach(one -> putAnswer(ingredients.addObject(), one, picture));
            return node;
        }

        private void putAnswer(ObjectNode node, Answers of, int picture) {
            node.put("predicted", photos.className(of.predicted(picture))).put("confidence", of.confidence(picture));
        }
    }
}
