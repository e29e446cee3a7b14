package io.stockpot.recipe;

import io.stockpot.outcome.Accuracy;
import io.stockpot.outcome.Outcomes;
import io.stockpot.report.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What several networks answer at adversarial points that were found for each of them.
 *
 * @param clean which images each gets right as they are; conditions are the places of the networks
 * @param found for the points of each network, which images each gets right as they are and there
 */
record TransferOutcomes(Outcomes clean, List<Outcomes> found) {
    TransferOutcomes {
        found = List.copyOf(found);
    }

    /**
     * Returns the accuracy of all networks (columns) on the points of each (rows).
     *
     * @param names of the networks
     */
    Table accuracies(String title, List<String> names) {
        List<Table.Row> rows = new ArrayList<>();
        rows.add(Table.Row.of("images as they are", "", named(clean, names), names));
        for (int whose = 0; whose < found.size(); whose++) {
            rows.add(Table.Row.of("points of " + names.get(whose), "", named(found.get(whose), names), names));
        }
        return new Table(
                title,
                names,
                rows,
                "Rows: whose attack found the points. Columns: who is asked about them. Right means right as it is and there.");
    }

    /**
     * Returns how many points that break one network (rows) leave another right (columns), among the images that both get
     * right as they are. Empty for a network's own points, and where there are no such images.
     *
     * @param names of the networks
     */
    Table withstanding(String title, List<String> names) {
        List<Table.Row> rows = new ArrayList<>();
        for (int whose = 0; whose < found.size(); whose++) {
            List<Optional<Accuracy>> cells = new ArrayList<>();
            for (int asked = 0; asked < names.size(); asked++) {
                cells.add(whose == asked ? Optional.empty() : withstanding(whose, asked));
            }
            rows.add(new Table.Row("points that break " + names.get(whose), "", Optional.empty(), cells));
        }
        return new Table(
                title,
                names,
                rows,
                "Of the images that both get right as they are, and whose point breaks the network of the row: how many the"
                        + " network of the column still gets right. 100 % means that nothing transfers.");
    }

    private Optional<Accuracy> withstanding(int whose, int asked) {
        BitSet counted = clean.correct(Integer.toString(whose));
        counted.andNot(found.get(whose).correct(Integer.toString(whose)));
        counted.and(clean.correct(Integer.toString(asked)));
        BitSet right = found.get(whose).correct(Integer.toString(asked));
        right.and(counted);
        return counted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Accuracy(right.cardinality(), counted.cardinality()));
    }

    private static Outcomes named(Outcomes outcomes, List<String> names) {
        Map<String, BitSet> named = new LinkedHashMap<>();
        for (int place = 0; place < names.size(); place++) {
            named.put(names.get(place), outcomes.correct(Integer.toString(place)));
        }
        return new Outcomes(outcomes.dataDigest(), outcomes.images(), named);
    }
}
