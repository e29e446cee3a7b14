package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Short robust fine-tuning of a nominal model does not work well (§3.1).
 *
 * @param robust name of the robust model
 * @param child name of the nominal model after a short fine-tune to the same threat
 * @param threat that threat
 * @param control name of a model that was fine-tuned in the same way from a base that is robust in another norm, the fair
 *     comparison: the robust model itself was trained against the threat many times longer; none if it was not measured
 * @param wanted how the control is made, for the page while there is none
 */
public record NominalBase(String robust, String child, String threat, Optional<String> control, Optional<String> wanted)
        implements Claim {
    private static final String STATEMENT =
            "The same short fine-tuning makes a robust base of another norm more robust than a nominal one";

    @Override
    public String id() {
        return "E14";
    }

    @Override
    public String place() {
        return "§3.1";
    }

    @Override
    public String title() {
        return "Short robust fine-tuning needs a robust base";
    }

    @Override
    public String stated() {
        return "Starting the short fine-tuning from a nominal model \"does not work well\"; no numbers are given.";
    }

    @Override
    public Finding examine(Evidence evidence, Seed seed) {
        List<String> names = new ArrayList<>(List.of(robust, child));
        control.ifPresent(names::add);
        List<List<String>> rows = new ArrayList<>();
        for (String name : names) {
            Outcomes one = evidence.model(name);
            rows.add(List.of(name, Numbers.text(one.accuracy(Labels.CLEAN)), Numbers.text(one.accuracy(threat))));
        }
        Check check = control.map(name -> Check.positive(
                        STATEMENT,
                        Numbers.difference(evidence.model(name), evidence.model(child), threat),
                        name + " less " + child + " in " + threat))
                .orElseGet(() -> Check.open(
                        STATEMENT,
                        "no fair control measured"
                                + wanted.map(how -> ": " + how).orElse("")));
        return new Finding(
                this, List.of(check), List.of(new Listing(List.of("model", Labels.CLEAN, threat), rows)), List.of());
    }
}
