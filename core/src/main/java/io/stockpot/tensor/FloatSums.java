package io.stockpot.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Sums of many tensors, taken together: as many threads as the engine has go through a part each of all their
 * blocks, so that threads are woken once and not for every tensor.
 */
final class FloatSums {
    private final List<Job> jobs = new ArrayList<>();

    /** One sum: tensors of one axis, contiguous. */
    private static final class Job {
        private final Tensor target;
        private final List<Tensor> sources;
        private final double[] weights;

        Job(Tensor target, List<Tensor> sources, double[] weights) {
            this.target = target;
            this.sources = sources;
            this.weights = weights;
        }

        long blocks() {
            return (target.numel() + FloatSum.BLOCK - 1) / FloatSum.BLOCK;
        }

        /** Sums the blocks from the first to before the end. */
        void run(long first, long end, FloatSum.Workplace workplace) {
            new FloatSum(target, sources, weights, workplace)
                    .write(first * FloatSum.BLOCK, Math.min(target.numel(), end * FloatSum.BLOCK));
        }
    }

    /**
     * Adds a sum. The tensors must live until {@link #run}.
     *
     * @param target of one axis, contiguous, float32
     * @param sources contiguous, of any floating type, at least one
     */
    void add(Tensor target, List<Tensor> sources, double[] weights) {
        jobs.add(new Job(target, sources, weights));
    }

    /** Overwrites all targets. */
    void run() {
        long blocks = jobs.stream().mapToLong(Job::blocks).sum();
        int parts = (int) Math.min(Torch.threads(), blocks);
        IntStream.range(0, parts).parallel().forEach(part -> run(part * blocks / parts, (part + 1) * blocks / parts));
    }

    private void run(long first, long end) {
        FloatSum.Workplace workplace = new FloatSum.Workplace();
        long before = 0;
        for (Job job : jobs) {
            long from = Math.max(first, before);
            long to = Math.min(end, before + job.blocks());
            if (from < to) {
                job.run(from - before, to - before, workplace);
            }
            before += job.blocks();
        }
    }
}
