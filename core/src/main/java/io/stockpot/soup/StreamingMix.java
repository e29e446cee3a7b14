package io.stockpot.soup;

import com.google.errorprone.annotations.MustBeClosed;
import io.stockpot.base.Progress;
import io.stockpot.base.Together;
import io.stockpot.model.BatchNormStatistics;
import io.stockpot.model.VarianceProduct;
import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.model.checkpoint.NotFinite;
import io.stockpot.model.checkpoint.WeightScan;
import io.stockpot.soup.choice.LayeredWeights;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.tensor.ElementType;
import io.stockpot.tensor.LinearCombination;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.file.SafetensorsWriter;
import io.stockpot.tensor.file.SafetensorsWriter.Slot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Mixes files that need not fit into memory: tensor by tensor, from file to file. At any time the sum so far
 * and a few sources are in memory ({@link MixBuffers}), in single precision where the files' is half. Of files in
 * float32 the result is bit for bit that of {@link Soup#mix}: sources are added in the order of their digests.
 *
 * <p>Integer tensors are taken from the ingredient of the largest weight, counts of batches, of whatever type, from
 * that among those that have them.
 */
public final class StreamingMix {
    private static final String VARIANCE = "running_var";

    private final MixFiles ingredients;
    private final LayeredWeights weights;
    private final boolean multiplies;
    private final List<IngredientDigest> digests;
    private final List<Integer> order;

    /**
     * Prepares a mixture whose running statistics are mixed like its weights.
     *
     * @param weights one per file
     * @throws IOException if a file cannot be read, or is found to be damaged
     */
    public StreamingMix(MixFiles ingredients, MixingWeights weights) throws IOException {
        this(ingredients, LayeredWeights.of(weights), new BatchNormPolicy.Interpolate());
    }

    /**
     * Prepares a mixture. Files that do not state the digest of their weights, or state it in another order
     * than that of the mixture, are read once for it.
     *
     * @param weights one per file
     * @param batchNorm how running variances are mixed; statistics that are measured are left to the caller
     * @throws IllegalArgumentException if a rule of the weights decides for no tensor, naming it
     * @throws IOException if a file cannot be read, or is found to be damaged
     */
    public StreamingMix(MixFiles ingredients, LayeredWeights weights, BatchNormPolicy batchNorm) throws IOException {
        if (weights.size() != ingredients.files().size()) {
            throw new IllegalArgumentException(
                    weights.size() + " weights for " + ingredients.files().size() + " ingredients: " + weights);
        }
        weights.requireSuits(ingredients.names());
        this.ingredients = ingredients;
        this.weights = weights;
        this.multiplies = batchNorm.multipliesVariances();
        this.digests = new ArrayList<>();
        for (CheckpointFile file : ingredients.files()) {
            digests.add(IngredientDigest.of(file, ingredients.names()));
        }
        this.order = IntStream.range(0, digests.size())
                .boxed()
                .sorted(Comparator.comparing(place -> digests.get(place).digest()))
                .toList();
    }

    /** Returns the digests of the ingredients' weights, in the order of the files. */
    public List<String> digests() {
        return digests.stream().map(IngredientDigest::digest).toList();
    }

    /**
     * Writes the mixture; the file appears only when it is complete.
     *
     * @param metadata the file's texts, once the digest of the mixture is known
     * @return the digest of the mixture
     * @throws IOException if an ingredient turns out to be damaged, a number of the mixture is not finite or does not
     *     fit into its type, or writing fails
     */
    public String write(Path out, SafetensorsWriter.Metadata metadata, Progress progress) throws IOException {
        List<Slot> slots = ingredients.mixedSlots();
        try (MixBuffers buffers = new MixBuffers(ingredients.slots(), slots);
                Progress.Task task = progress.start("mix", slots.size(), "tensors")) {
            int[] done = new int[1];
            return SafetensorsWriter.writeWithDigest(
                    out,
                    slots,
                    name -> {
                        Tensor mixed = mixed(buffers, slots.get(done[0]));
                        task.advanceTo(++done[0]);
                        if (done[0] == slots.size()) {
                            requireUndamaged();
                        }
                        return mixed;
                    },
                    metadata);
        }
    }

    /** Mixes into memory; beside the mixture, a few tensors are there at any time. */
    @MustBeClosed
    public StateDict read() throws IOException {
        StateDict tensors = new StateDict();
        List<Slot> slots = ingredients.mixedSlots();
        try (MixBuffers buffers = new MixBuffers(ingredients.slots(), slots)) {
            for (Slot slot : slots) {
                try (Scope scope = Scope.open()) {
                    tensors.put(slot.name(), mixed(buffers, slot).clone());
                }
            }
            requireUndamaged();
            return tensors;
        } catch (IOException | RuntimeException failure) {
            tensors.close();
            throw failure;
        }
    }

    /** Mixes one tensor, which belongs to the caller's scope and lasts until the next. */
    private Tensor mixed(MixBuffers buffers, Slot slot) throws IOException {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor sum = buffers.sum(slot);
            if (BatchCounts.isOne(slot.name(), slot.shape())) {
                takeCount(buffers, slot.name(), sum);
                return scope.keep(buffers.widens(slot) ? buffers.source(0, slot).copy_(sum) : sum);
            }
            MixingWeights shares = weights.of(slot.name());
            if (multiplies && isVariance(slot.name(), sum) && shares.single().isEmpty()) {
                multiply(buffers, slot.name(), sum);
            } else {
                add(buffers, slot.name(), sum);
                settleBatchNorm(slot.name(), shares, sum);
            }
            if (!NotFinite.isFinite(sum, ElementType.valueOf(slot.type()).scalar())) {
                throw spoilt(slot);
            }
            // in half precision, the place of a source takes the result
            return scope.keep(buffers.widens(slot) ? buffers.source(0, slot).copy_(sum) : sum);
        }
    }

    private void add(MixBuffers buffers, String name, Tensor sum) throws IOException {
        boolean begun = false;
        for (int start = 0; start < order.size(); start += buffers.places()) {
            List<Integer> group = order.subList(start, Math.min(order.size(), start + buffers.places()));
            List<Tensor> sources = read(buffers, name, group);
            begun |= add(sum, begun, weights.of(name), group, sources);
        }
    }

    private void multiply(MixBuffers buffers, String name, Tensor target) throws IOException {
        VarianceProduct product = new VarianceProduct(Math.toIntExact(target.numel()));
        for (int start = 0; start < order.size(); start += buffers.places()) {
            List<Integer> group = order.subList(start, Math.min(order.size(), start + buffers.places()));
            List<Tensor> sources = read(buffers, name, group);
            for (int place = 0; place < group.size(); place++) {
                product.multiply(sources.get(place), weights.of(name).value(group.get(place)));
            }
        }
        product.write(target);
    }

    /** Takes a count of batches from the heaviest file that has it; all are read, as digests need them. */
    private void takeCount(MixBuffers buffers, String name, Tensor target) throws IOException {
        List<Integer> holders = order.stream()
                .filter(i -> ingredients.files().get(i).names().contains(name))
                .toList();
        int heaviest = heaviest(weights.of(name), holders);
        for (int i : holders) {
            CheckpointFile file = ingredients.files().get(i);
            Tensor count = buffers.source(0, ingredients.slot(file, name));
            file.read(name, count);
            digests.get(i).see(name, count);
            if (i == heaviest) {
                target.copy_(count.view(target.sizes()));
            }
        }
    }

    /** Reads a tensor of several files and takes it into their digests, side by side: that is most of the work. */
    private List<Tensor> read(MixBuffers buffers, String name, List<Integer> group) throws IOException {
        List<Tensor> sources = new ArrayList<>();
        for (int place = 0; place < group.size(); place++) {
            sources.add(
                    buffers.source(place, ingredients.slot(ingredients.files().get(group.get(place)), name)));
        }
        Together.run(group.size(), place -> {
            int i = group.get(place);
            ingredients.files().get(i).read(name, sources.get(place));
            digests.get(i).see(name, sources.get(place));
        });
        return sources;
    }

    /** Adds the parts of some sources that count; returns whether there were any. */
    private boolean add(Tensor sum, boolean begun, MixingWeights weights, List<Integer> group, List<Tensor> sources) {
        if (!sum.is_floating_point()) {
            int place = group.indexOf(heaviest(weights, order));
            if (place >= 0) {
                sum.copy_(sources.get(place));
            }
            return place >= 0;
        }
        double[] shares = group.stream().mapToDouble(weights::value).toArray();
        if (Arrays.stream(shares).allMatch(share -> share == 0)) {
            return false;
        }
        if (begun) {
            LinearCombination.addTo(sum, sources, shares);
        } else {
            LinearCombination.into(sum, sources, shares);
        }
        return true;
    }

    /** Returns the ingredient, of some in the order of their digests, that integers are taken from: as in memory. */
    private static int heaviest(MixingWeights weights, List<Integer> some) {
        double[] ordered = some.stream().mapToDouble(weights::value).toArray();
        return some.get(LinearCombination.largest(ordered));
    }

    private static void settleBatchNorm(String name, MixingWeights weights, Tensor sum) {
        if (!weights.convex() && isVariance(name, sum)) {
            sum.clamp_min_(new Scalar(BatchNormStatistics.MINIMUM_VARIANCE));
        }
    }

    private static boolean isVariance(String name, Tensor tensor) {
        return tensor.is_floating_point() && name.endsWith(VARIANCE);
    }

    /** Finds out why a mixed tensor is not finite, or is not once it is rounded to its type. */
    private IOException spoilt(Slot slot) throws IOException {
        for (int i = 0; i < weights.size(); i++) {
            CheckpointFile file = ingredients.files().get(i);
            // all of it, as damage is the likelier cause
            List<NotFinite> found = weights.of(slot.name()).value(i) == 0
                    ? List.of()
                    : WeightScan.of(file).notFinite();
            if (found.stream().anyMatch(tensor -> tensor.name().equals(slot.name()))) {
                return new IOException("the soup would not be finite in '" + slot.name() + "', for in '" + file.path()
                        + "' " + NotFinite.sentence(found) + "; leave that file out, or the tensor if the network does"
                        + " without it (--map)");
            }
        }
        String type = slot.type().replace("BF", "bfloat").replace("F", "float");
        boolean half = slot.type().equals("F16") || slot.type().equals("BF16");
        return new IOException("'" + slot.name() + "' of the soup does not fit into " + type
                + "; take weights nearer to those of an average"
                + (half
                        ? ", or convert an ingredient to float32 first ('stockpot convert'), which makes the soup so"
                        : ""));
    }

    private void requireUndamaged() throws IOException {
        for (IngredientDigest digest : digests) {
            digest.requireUndamaged();
        }
    }
}
