package io.stockpot.soup;

import io.stockpot.attack.Draws;
import io.stockpot.attack.Goal;
import io.stockpot.attack.Logits;
import io.stockpot.attack.Purpose;
import io.stockpot.data.Batches;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.ScoreOrder;
import io.stockpot.evaluate.ScorePass;
import io.stockpot.model.Classifier;
import io.stockpot.soup.choice.MixedNetwork;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Scores;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.TensorBytes;
import io.stockpot.threat.ThreatModel;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The mixtures of a soup on images that are attacked anew for each. Scores are logged, so that none is attacked twice for
 * them; the points of the latest mixture are kept in memory, as float32, for its slopes, and those of an earlier one are
 * found again, which ends in the same bits.
 */
public final class AttackedNetwork implements MixedNetwork {
    private final Soup soup;
    private final LabelledImages images;
    private final ScoreOrder order;
    private final InnerAttack how;
    private final ScoreLog log;
    private final int batchSize;
    /** The mixture that was attacked last. */
    private Optional<MixingWeights> latest = Optional.empty();

    /** What was found then: threat × image, each the values of an image. */
    private float[][] found = {};

    /** Images and the classes that their scores are of. */
    public record Asked(LabelledImages images, ScoreOrder order) {}

    /**
     * Prepares the attacks.
     *
     * @param asked the images
     * @param batchSize images attacked at once; changes results at most by the rounding of float32
     * @param log of the scores of attacked images, which may also hold others
     * @throws IOException if the images cannot be attacked so
     */
    public AttackedNetwork(Soup soup, Asked asked, InnerAttack how, int batchSize, ScoreLog log) throws IOException {
        this.soup = soup;
        this.images = asked.images();
        this.order = asked.order();
        this.how = how;
        this.batchSize = batchSize;
        this.log = log;
        try {
            how.requireSuits(images, order.answers());
        } catch (IllegalArgumentException unsuitable) {
            throw new IOException(unsuitable.getMessage(), unsuitable);
        }
    }

    @Override
    public List<Scores> scores(String what, List<MixingWeights> mixtures) throws IOException {
        List<Scores> scores = new ArrayList<>();
        for (MixingWeights weights : mixtures) {
            scores.add(log.get(weights + " under " + how.described(), images.digest(), () -> {
                float[][] points = points(weights);
                return scores(soup.mix(weights), points);
            }));
        }
        return scores;
    }

    @Override
    public List<Double> slopes(MixingWeights weights, float[] pulls) throws IOException {
        float[][] points = points(weights);
        MixtureSlopes slopes = new MixtureSlopes(soup, batchSize);
        int block = images.size() * order.answers();
        double[] sum = new double[weights.size()];
        for (int threat = 0; threat < how.threats().size(); threat++) {
            int first = threat * images.size();
            float[] part = Arrays.copyOfRange(pulls, threat * block, (threat + 1) * block);
            List<Double> slope = slopes.of(weights, batch -> tensor(points, first, batch), order, part);
            Arrays.setAll(sum, model -> sum[model] + slope.get(model));
        }
        return Arrays.stream(sum).boxed().toList();
    }

    /** Returns the points of the highest loss that were found for a mixture: threat × image. */
    float[][] points(MixingWeights weights) throws IOException {
        if (!latest.equals(Optional.of(weights))) {
            latest = Optional.empty();
            found = attack(soup.mix(weights));
            latest = Optional.of(weights);
        }
        return found;
    }

    private float[][] attack(Classifier mixed) {
        float[][] points =
                new float[how.threats().size() * images.size()][images.shape().length()];
        for (int threat = 0; threat < how.threats().size(); threat++) {
            for (int[] batch : Batches.inOrder(images.size(), batchSize)) {
                try (Scope scope = Scope.open()) {
                    FloatBuffer values = floats(attack(mixed, how.threats().get(threat), batch));
                    for (int image : batch) {
                        values.get(points[threat * images.size() + image]);
                    }
                }
            }
        }
        return points;
    }

    /** Leads away from the right one of the classes that count; those that do not are hidden from the attack. */
    private Tensor attack(Classifier mixed, ThreatModel threat, int[] batch) {
        int[] classes = order.classes().get(batch[0]).stream()
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        long[] labels = Arrays.stream(batch)
                .mapToLong(image ->
                        Arrays.binarySearch(classes, order.classes().get(image).get(0)))
                .toArray();
        Tensor known = Tensor.create(Arrays.stream(classes).asLongStream().toArray(), classes.length);
        Logits logits = points -> mixed.logits(points).index_select(1, known);
        Goal goal = new Goal(logits, Tensor.create(labels, labels.length));
        return how.attack().perturb(goal, images.images(batch), threat, Purpose.TRAINING, new Draws(how.seed(), batch));
    }

    /** Returns the scores of a mixture at some points, and where the right answer's is the largest, and no other's. */
    ScorePass scores(Classifier mixed, float[][] points) {
        int answers = order.answers();
        FloatBuffer all = FloatBuffer.allocate(points.length * answers);
        BitSet right = new BitSet();
        for (int first = 0; first < points.length; first += images.size()) {
            for (int[] batch : Batches.inOrder(images.size(), batchSize)) {
                try (Scope scope = Scope.open();
                        NoGradGuard frozen = new NoGradGuard()) {
                    Tensor classes = Tensor.create(order.numbers(batch), batch.length, answers);
                    FloatBuffer values =
                            floats(mixed.logits(tensor(points, first, batch)).gather(1, classes));
                    for (int image : batch) {
                        float[] row = new float[answers];
                        values.get(row);
                        all.put(row);
                        right.set(first + image, isRight(row));
                    }
                }
            }
        }
        return new ScorePass(answers, all.flip(), right);
    }

    private static boolean isRight(float[] row) {
        for (int other = 1; other < row.length; other++) {
            // also refuses what is no number
            if (!(row[0] > row[other])) {
                return false;
            }
        }
        return true;
    }

    private static FloatBuffer floats(Tensor tensor) {
        return TensorBytes.slices(tensor.contiguous()).get(0).asFloatBuffer();
    }

    private Tensor tensor(float[][] points, int first, int[] batch) {
        int length = images.shape().length();
        float[] some = new float[batch.length * length];
        for (int i = 0; i < batch.length; i++) {
            System.arraycopy(points[first + batch[i]], 0, some, i * length, length);
        }
        return Tensor.create(some, batch.length, images.channels(), images.height(), images.width());
    }
}
