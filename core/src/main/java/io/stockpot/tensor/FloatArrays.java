package io.stockpot.tensor;

import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Large arrays as tensors: {@code Tensor.create} copies element by element, which takes longer than cutting a picture. */
public final class FloatArrays {
    private FloatArrays() {}

    /**
     * Copies an array into a new tensor, which belongs to the caller's scope.
     *
     * @param values in the order of the tensor's memory, the last dimension fastest
     * @param extents whose product is the number of values
     * @return float32, contiguous
     * @throws IllegalArgumentException if there are more or fewer values
     */
    public static Tensor tensor(float[] values, long... extents) {
        Tensor tensor = torch.empty(extents, new TensorOptions(ScalarType.Float), new MemoryFormatOptional());
        if (tensor.numel() != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values are not for a tensor of " + tensor.numel() + " elements");
        }
        if (values.length > 0) {
            tensor.data_ptr_float().put(values);
        }
        return tensor;
    }
}
