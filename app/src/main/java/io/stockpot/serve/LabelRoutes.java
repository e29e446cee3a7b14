package io.stockpot.serve;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Asks for labels of pictures, takes them, and saves them. */
final class LabelRoutes {
    private final LabelDesk desk;
    private final Photos photos;
    private final List<String> ingredients;

    /**
     * The body of a label.
     *
     * @param photo its number
     * @param name of the class; none if no label is wanted of the picture
     */
    record Label(Integer photo, @JsonProperty("class") String name) {}

    /**
     * The body of a request to save.
     *
     * @param as "folders" or "csv"
     */
    record Save(String as) {}

    /** What is done with the labelling. */
    @FunctionalInterface
    private interface Act {
        void on(LabelSession session) throws IOException;
    }

    LabelRoutes(LabelDesk desk, Served served) {
        this.desk = desk;
        this.photos = served.photos();
        this.ingredients = served.names();
    }

    void addTo(Routes routes) {
        routes.on("GET", "/api/labels/next", this::next)
                .on("POST", "/api/labels", this::label)
                .on("DELETE", "/api/labels/last", call -> after(LabelRoutes::undo))
                .on("POST", "/api/labels/save", this::save);
    }

    private Reply next(Call call) throws InterruptedException {
        OptionalInt besides = call.query().containsKey("after")
                ? OptionalInt.of(call.number("after", 0, 0, photos.size() - 1))
                : OptionalInt.empty();
        return Reply.json(node(session().state(besides)));
    }

    private Reply label(Call call) throws InterruptedException {
        Label label = call.json(Label.class);
        if (label.photo() == null) {
            throw Refusal.wrong("a label needs 'photo', the number of a picture");
        }
        Optional<Integer> number = Optional.ofNullable(label.name()).map(photos::classNumber);
        return after(session -> {
            if (number.isPresent()) {
                session.label(label.photo(), number.get());
            } else {
                session.skip(label.photo());
            }
        });
    }

    private static void undo(LabelSession session) throws IOException {
        if (session.undo().isEmpty()) {
            throw Refusal.conflict("there is no label to take back; label a picture first");
        }
    }

    private Reply save(Call call) throws InterruptedException {
        LabelSession.Form form = form(call.json(Save.class).as());
        try {
            Path saved = session().save(form);
            ObjectNode node = Json.object();
            node.putArray("files").add(saved.getFileName().toString());
            return Reply.json(node.put("folder", String.valueOf(saved.getParent())));
        } catch (FileAlreadyExistsException there) {
            throw Refusal.conflict("'" + there.getFile() + "' is there already; move it away first");
        } catch (IOException | IllegalStateException failure) {
            throw Refusal.conflict(failure.getMessage());
        }
    }

    private static LabelSession.Form form(String as) {
        for (LabelSession.Form form : LabelSession.Form.values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(as)) {
                return form;
            }
        }
        throw Refusal.wrong(
                "labels are saved as 'folders' or 'csv', not as '" + Call.shortened(String.valueOf(as)) + "'");
    }

    /** Does something, and returns what is to be labelled then. */
    private Reply after(Act act) throws InterruptedException {
        LabelSession session = session();
        try {
            act.on(session);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.wrong(wrong.getMessage());
        } catch (IOException failure) {
            throw Refusal.conflict(failure.getMessage());
        }
        return Reply.json(node(session.state(OptionalInt.empty())));
    }

    private LabelSession session() throws InterruptedException {
        try {
            return desk.session();
        } catch (IOException refused) {
            throw Refusal.conflict(refused.getMessage());
        }
    }

    private ObjectNode node(LabelSession.State state) {
        ObjectNode node = Json.object()
                .put("photo", state.next().map(LabelSession.Asked::photo).orElse(null))
                .put(
                        "why",
                        state.next().map(asked -> LabelWords.why(asked, state)).orElse(null))
                .put("left", state.left())
                .put("labelled", state.choice().labelled())
                .put("advice", LabelWords.advice(state, ingredients) + answering(state));
        ObjectNode soup = state.sample().map(EstimateRoute::accuracy).orElseGet(LabelRoutes::unknown);
        soup.set("weights", Weights.write(state.weights()));
        node.set("soup", soup);
        return node;
    }

    private String answering(LabelSession.State state) {
        return state.mixtures() == desk.wanted()
                ? ""
                : " So far " + state.mixtures() + " of " + desk.wanted() + " mixtures have answered.";
    }

    private static ObjectNode unknown() {
        return Json.object().put("right", 0).put("n", 0).put("low", 0.0).put("high", 1.0);
    }
}
