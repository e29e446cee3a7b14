package io.stockpot.bench;

import io.stockpot.base.Progress;
import java.util.ArrayList;
import java.util.List;

/** Times the steps after the first few and before the last, which validates and saves. */
final class StepTimer implements Progress, Progress.Task {
    private final List<Long> times = new ArrayList<>();

    @Override
    public Task start(String what, long total, String unit) {
        return this;
    }

    @Override
    public void advanceTo(long done) {
        times.add(System.nanoTime());
    }

    /**
     * Returns images/s.
     *
     * @param batch images of a step
     * @param warmUp the first steps, which do not count
     */
    double rate(int batch, int warmUp) {
        int steps = times.size() - 1 - warmUp;
        return steps * batch / ((times.get(times.size() - 1) - times.get(warmUp)) / 1e9);
    }
}
