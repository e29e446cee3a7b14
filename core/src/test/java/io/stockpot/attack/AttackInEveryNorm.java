package io.stockpot.attack;

import io.stockpot.threat.Norm;
import org.junit.jupiter.api.Nested;

/** The {@link AttackContract} for an attack in every norm. */
abstract class AttackInEveryNorm {
    /** Returns the attack with enough steps to find what there is. */
    abstract Attack attack(Norm norm);

    /** Returns how often a step asks the classifier, at most. */
    int asksPerStep() {
        return 2;
    }

    @Nested
    class Linf extends Contract {
        Linf() {
            super(Norm.LINF);
        }
    }

    @Nested
    class L2 extends Contract {
        L2() {
            super(Norm.L2);
        }
    }

    @Nested
    class L1 extends Contract {
        L1() {
            super(Norm.L1);
        }
    }

    private abstract class Contract extends AttackContract {
        private final Norm norm;

        Contract(Norm norm) {
            this.norm = norm;
        }

        @Override
        Norm norm() {
            return norm;
        }

        @Override
        Attack attack() {
            return AttackInEveryNorm.this.attack(norm);
        }

        @Override
        int asksPerStep() {
            return AttackInEveryNorm.this.asksPerStep();
        }
    }
}
