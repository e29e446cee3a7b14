package io.stockpot.claim;

import io.stockpot.base.Seed;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import java.util.ArrayList;
import java.util.List;

/**
 * Short robust fine-tuning of a nominal model does not work well (§3.1).
 *
 * @param robust name of the robust model
 * @param child name of the nominal model after a short fine-tune to the same threat
 * @param threat that threat
 */
public record NominalBase(String robust, String child, String threat) implements Claim {

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
        Outcomes base = evidence.model(robust);
        Outcomes tuned = evidence.model(child);
        List<List<String>> rows = new ArrayList<>();
        for (String name : List.of(robust, child)) {
            Outcomes one = evidence.model(name);
            rows.add(List.of(name, Numbers.text(one.accuracy(Labels.CLEAN)), Numbers.text(one.accuracy(threat))));
        }
        return new Finding(
                this,
                List.of(Check.positive(
                        child + " is less robust to " + threat + " than " + robust,
                        Numbers.difference(base, tuned, threat))),
                List.of(new Listing(List.of("model", Labels.CLEAN, threat), rows)),
                List.of());
    }
}
