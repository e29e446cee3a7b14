package io.stockpot.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.stockpot.base.Seed;
import io.stockpot.model.Classifier;
import io.stockpot.serve.AttackStudy.Contender;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.util.List;

/** Begins the attack on one picture, which is a job. */
final class AttackRoute {
    private static final int STEPS = 40;
    private static final String INGREDIENTS = "ingredients";
    /** The same question has the same answer. */
    private static final Seed SEED = new Seed(1);

    private final Served served;
    private final Pot pot;
    private final Jobs jobs;

    /**
     * The body of a request.
     *
     * @param photo its number
     * @param threat as text, "Linf 8/255"
     * @param steps of APGD; none means 40
     * @param with "ingredients" if they are attacked, too
     */
    record Body(List<String> weights, Integer photo, String threat, Integer steps, String with) {}

    AttackRoute(Served served, Pot pot, Jobs jobs) {
        this.served = served;
        this.pot = pot;
        this.jobs = jobs;
    }

    Reply answer(Call call) {
        Body body = call.json(Body.class);
        MixingWeights weights = Weights.read("weights", body.weights(), served.ingredients());
        if (body.with() != null && !body.with().equals(INGREDIENTS)) {
            throw Refusal.wrong(
                    "'with' is '" + Call.shortened(body.with()) + "'; it is '" + INGREDIENTS + "' or nothing");
        }
        AttackStudy study = study(body);
        String id = jobs.add(
                "attack on photo " + study.photo() + " under " + study.threat(),
                steps -> run(study, weights, body.with() != null, steps));
        return Reply.accepted(Json.object().put("job", id));
    }

    private AttackStudy study(Body body) {
        if (body.photo() == null || body.threat() == null) {
            throw Refusal.wrong("an attack needs 'photo', the number of a picture, and 'threat', e.g. 'Linf 8/255'");
        }
        try {
            return new AttackStudy(
                    served.photos(),
                    body.photo(),
                    ThreatModel.parse(Call.shortened(body.threat())),
                    body.steps() == null ? STEPS : body.steps(),
                    SEED);
        } catch (IllegalArgumentException wrong) {
            throw Refusal.wrong(wrong.getMessage());
        }
    }

    /** Attacks a copy of the mixture: the pot holds another whenever the job gives way. */
    private JsonNode run(AttackStudy study, MixingWeights weights, boolean ingredients, Job.Steps steps)
            throws IOException {
        List<Contender> alone = !ingredients
                ? List.of()
                : served.soup().ingredients().stream()
                        .map(one -> new Contender(one.name(), one.classifier()))
                        .toList();
        try (Classifier mixture = pot.mixture(weights).copy()) {
            return study.run(new Contender("soup", mixture), alone, steps).json();
        } catch (IllegalArgumentException wrong) {
            throw Refusal.wrong(wrong.getMessage());
        }
    }
}
