package io.stockpot.attack;

class FabWithoutTargetsTest extends AttackInEveryNorm {
    @Override
    Attack attack() {
        return new Fab(30, 0);
    }

    @Override
    int asksPerStep() {
        return Fixtures.CLASSES;
    }
}
