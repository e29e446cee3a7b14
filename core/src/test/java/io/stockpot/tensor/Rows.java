package io.stockpot.tensor;

import java.util.function.DoubleSupplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Batches as plain numbers, one row an image, for tests. */
public final class Rows {
    private Rows() {}

    /** Returns rows of numbers that float32 holds exactly. */
    public static double[][] draw(int count, int width, DoubleSupplier numbers) {
        double[][] rows = new double[count][width];
        for (double[] row : rows) {
            for (int j = 0; j < width; j++) {
                row[j] = (float) numbers.getAsDouble();
            }
        }
        return rows;
    }

    /** Returns the rows as a float32 batch whose images have this shape. */
    public static Tensor tensor(double[][] rows, long... imageShape) {
        float[] numbers = new float[rows.length * rows[0].length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        long[] shape = new long[imageShape.length + 1];
        shape[0] = rows.length;
        System.arraycopy(imageShape, 0, shape, 1, imageShape.length);
        return Tensor.create(numbers, shape);
    }

    /** Returns the numbers of a batch, one row for each index of its first dimension. */
    public static double[][] of(Tensor tensor) {
        int count = (int) tensor.size(0);
        double[] numbers = numbers(tensor);
        double[][] rows = new double[count][count == 0 ? 0 : numbers.length / count];
        for (int i = 0; i < numbers.length; i++) {
            rows[i / rows[0].length][i % rows[0].length] = numbers[i];
        }
        return rows;
    }

    /** Returns all numbers of a tensor in order. */
    public static double[] numbers(Tensor tensor) {
        double[] numbers = new double[(int) tensor.numel()];
        try (Scope scope = Scope.open()) {
            tensor.to(ScalarType.Double).contiguous().data_ptr_double().get(numbers);
        }
        return numbers;
    }
}
