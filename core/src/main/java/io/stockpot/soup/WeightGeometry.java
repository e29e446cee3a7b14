package io.stockpot.soup;

import io.stockpot.model.checkpoint.CheckpointFile;
import io.stockpot.tensor.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Lengths and angles between the trained weights of several models. Running statistics and counters do
 * not enter.
 *
 * @param products the inner product of every two models, in float64
 */
public record WeightGeometry(List<List<Double>> products) {
    private static final Pattern NOT_TRAINED = Pattern.compile(".*(running_mean|running_var|num_batches_tracked)");

    /** Copies the table. */
    public WeightGeometry {
        products = products.stream().map(List::copyOf).toList();
    }

    /** Measures files of equal names and shapes, reading one tensor of each at a time. */
    public static WeightGeometry of(List<CheckpointFile> files) throws IOException {
        double[][] products = new double[files.size()][files.size()];
        for (String name : files.get(0).names()) {
            if (!NOT_TRAINED.matcher(name).matches()) {
                add(files, name, products);
            }
        }
        return new WeightGeometry(table(products));
    }

    private static void add(List<CheckpointFile> files, String name, double[][] products) throws IOException {
        try (Scope scope = Scope.open()) {
            List<Tensor> values = new ArrayList<>();
            for (CheckpointFile file : files) {
                values.add(file.read(name));
            }
            add(values, products);
        }
    }

    /** Measures one tensor of several models. */
    static WeightGeometry ofTensors(List<Tensor> values) {
        double[][] products = new double[values.size()][values.size()];
        try (Scope scope = Scope.open()) {
            add(values, products);
        }
        return new WeightGeometry(table(products));
    }

    private static void add(List<Tensor> tensors, double[][] products) {
        List<Tensor> values = tensors.stream()
                .map(tensor -> tensor.to(ScalarType.Double).reshape(-1))
                .toList();
        for (int i = 0; i < values.size(); i++) {
            for (int j = 0; j <= i; j++) {
                double product = values.get(i).dot(values.get(j)).item_double();
                products[i][j] += product;
                products[j][i] = products[i][j];
            }
        }
    }

    private static List<List<Double>> table(double[][] products) {
        return Arrays.stream(products)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }

    /** Returns ‖a − b‖ / √(‖a‖ ‖b‖), 0 for equal models and about 1.4 for unrelated ones of equal length. */
    public double distance(int a, int b) {
        double scale = Math.sqrt(Math.sqrt(product(a, a)) * Math.sqrt(product(b, b)));
        return Math.sqrt(squaredDistance(a, b)) / scale;
    }

    /** Returns the cosine of the angle at a reference between the directions to two models. */
    public double cosine(int a, int b, int reference) {
        double left = Math.sqrt(squaredDistance(a, reference));
        double right = Math.sqrt(squaredDistance(b, reference));
        double inner = product(a, b) - product(a, reference) - product(b, reference) + product(reference, reference);
        return inner / (left * right);
    }

    private double squaredDistance(int a, int b) {
        return Math.max(0, product(a, a) + product(b, b) - 2 * product(a, b));
    }

    private double product(int a, int b) {
        return products.get(a).get(b);
    }
}
