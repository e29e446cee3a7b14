package io.stockpot.cli;

import io.stockpot.attack.Attack;
import io.stockpot.data.corruption.Corruption;
import io.stockpot.data.source.PublishedData;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.choice.Search;
import io.stockpot.tensor.Precision;
import io.stockpot.text.YamlRecords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What shells offer as values of options. */
final class Candidates {
    private Candidates() {}

    /** Names of data sets. */
    static final class DataSets extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        DataSets() {
            super(YamlRecords.choices(PublishedData.class));
        }
    }

    /** Names of attacks. */
    static final class Attacks extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Attacks() {
            super(YamlRecords.choices(Attack.class));
        }
    }

    /** Names of batch-norm policies. */
    static final class BatchNormPolicies extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        BatchNormPolicies() {
            super(YamlRecords.choices(BatchNormPolicy.class));
        }
    }

    /** Names of searches. */
    static final class Searches extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Searches() {
            super(YamlRecords.choices(Search.class));
        }
    }

    /** Names of precisions. */
    static final class Precisions extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Precisions() {
            super(constants(Precision.values()));
        }
    }

    /** Published names of corruptions. */
    static final class Corruptions extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Corruptions() {
            super(constants(Corruption.values()));
        }
    }

    private static Collection<String> constants(Enum<?>... values) {
        List<Enum<?>> all = Arrays.asList(values);
        return all.stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    }
}
