package io.stockpot.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.outcome.Accuracy;
import io.stockpot.soup.choice.AccuracySurface;
import io.stockpot.soup.choice.MixingWeights;
import java.util.List;
import java.util.Optional;

/** Says what is known of a mixture without computing with it: measured, or expected from what was measured. */
final class EstimateRoute {
    private final Knowledge known;

    /** The body of a request. */
    record Body(List<String> weights) {}

    EstimateRoute(Knowledge known) {
        this.known = known;
    }

    Reply answer(Call call) {
        MixingWeights weights = Weights.read(
                "weights", call.json(Body.class).weights(), known.ingredients().size());
        ObjectNode answer = Json.object();
        answer.set("weights", Weights.write(weights));
        ArrayNode columns = answer.putArray("columns");
        known.columns().forEach(column -> columns.add(column(column, weights)));
        return Reply.json(answer);
    }

    private static ObjectNode column(KnownColumn column, MixingWeights weights) {
        ObjectNode node = Json.object().put("name", column.name());
        Optional<Accuracy> measured = Optional.ofNullable(column.measured().get(weights));
        Optional<AccuracySurface.Estimate> expected =
                column.surface().filter(surface -> measured.isEmpty()).map(surface -> surface.at(weights));
        node.put(
                "estimate",
                measured.map(Accuracy::value)
                        .or(() -> expected.map(AccuracySurface.Estimate::accuracy))
                        .orElse(null));
        node.put(
                "error",
                measured.map(exact -> 0.0)
                        .or(() -> expected.map(AccuracySurface.Estimate::error))
                        .orElse(null));
        node.set("nearest", nearest(column, weights));
        return node.put("exact", measured.isPresent());
    }

    private static ObjectNode nearest(KnownColumn column, MixingWeights weights) {
        MixingWeights nearest = column.nearest(weights);
        ObjectNode node = accuracy(column.measured().get(nearest));
        node.set("weights", Weights.write(nearest));
        return node.put("distance", KnownColumn.distance(weights, nearest));
    }

    /** Returns an accuracy with its interval. */
    static ObjectNode accuracy(Accuracy accuracy) {
        return Json.object()
                .put("right", accuracy.correct())
                .put("n", accuracy.total())
                .put("low", accuracy.interval().low())
                .put("high", accuracy.interval().high());
    }
}
