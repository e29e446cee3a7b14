package io.stockpot.attack;

import io.stockpot.threat.Norm;

class FabWithoutTargetsTest extends AttackInEveryNorm {
    @Override
    Attack attack(Norm norm) {
        return new Fab(30, 0);
    }

    @Override
    int asksPerStep() {
        return Fixtures.CLASSES;
    }
}
