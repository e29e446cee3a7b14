package io.stockpot.model.layer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.stockpot.tensor.StateDict;
import io.stockpot.tensor.TensorBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * An ONNX graph that grows layer by layer, as one layer sees it: names of tensors are relative to the
 * layer. Values are known by their names. It holds views of the weights' memory: build and write it in one
 * scope, with the weights alive.
 */
public final class OnnxGraph {
    private final GraphProto.Builder graph;
    private final Set<String> stored;
    private final StateDict weights;
    private final String prefix;

    private OnnxGraph(GraphProto.Builder graph, Set<String> stored, StateDict weights, String prefix) {
        this.graph = graph;
        this.stored = stored;
        this.weights = weights;
        this.prefix = prefix;
    }

    /** Returns the view from the root of a network. */
    public static OnnxGraph root(GraphProto.Builder graph, StateDict weights) {
        return new OnnxGraph(graph, new HashSet<>(), weights, "");
    }

    OnnxGraph at(String name) {
        return under(name + ".");
    }

    OnnxGraph under(String start) {
        return new OnnxGraph(graph, stored, weights, prefix + start);
    }

    /** Returns the value of a weight, which the file will hold. */
    String weight(String name) {
        String full = prefix + name;
        return stored.contains(full) ? full : tensor(full, weights.get(full));
    }

    /** Stores a float32 tensor under a full name and returns its value. */
    public String tensor(String full, Tensor values) {
        ByteString bytes = ByteString.EMPTY;
        for (ByteBuffer slice : TensorBytes.slices(values.detach().contiguous())) {
            bytes = bytes.concat(UnsafeByteOperations.unsafeWrap(slice));
        }
        List<Long> shape =
                LongStream.range(0, values.dim()).map(values::size).boxed().toList();
        return store(full, TensorProto.DataType.FLOAT, shape, bytes);
    }

    /** Returns a list of integers as a value. */
    String integers(long... values) {
        String name =
                "integers." + Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining("."));
        ByteBuffer bytes = littleEndian(Long.BYTES * values.length);
        Arrays.stream(values).forEach(bytes::putLong);
        return store(
                name, TensorProto.DataType.INT64, List.of((long) values.length), ByteString.copyFrom(bytes.flip()));
    }

    /** Returns one integer as a value without axes. */
    String integer(long value) {
        ByteBuffer bytes = littleEndian(Long.BYTES).putLong(value);
        return store("integer." + value, TensorProto.DataType.INT64, List.of(), ByteString.copyFrom(bytes.flip()));
    }

    /** Returns one number as a value without axes. */
    String number(double value) {
        ByteBuffer bytes = littleEndian(Float.BYTES).putFloat((float) value);
        return store("number." + value, TensorProto.DataType.FLOAT, List.of(), ByteString.copyFrom(bytes.flip()));
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String store(String name, TensorProto.DataType type, List<Long> shape, ByteString bytes) {
        if (stored.add(name)) {
            graph.addInitializerBuilder()
                    .setName(name)
                    .setDataType(type.getNumber())
                    .addAllDims(shape)
                    .setRawData(bytes);
        }
        return name;
    }

    /** Adds an operation with one output; its attributes can follow. */
    public Operation node(String type, String... inputs) {
        String output = prefix + type + "." + graph.getNodeCount();
        return new Operation(graph.addNodeBuilder()
                .setOpType(type)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output));
    }

    /**
     * An operation of the graph.
     *
     * @param proto what it is written as
     */
    public record Operation(NodeProto.Builder proto) {
        Operation with(String attribute, long value) {
            add(attribute, AttributeProto.AttributeType.INT).setI(value);
            return this;
        }

        Operation with(String attribute, double value) {
            add(attribute, AttributeProto.AttributeType.FLOAT).setF((float) value);
            return this;
        }

        Operation with(String attribute, String value) {
            add(attribute, AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
            return this;
        }

        Operation with(String attribute, List<Long> values) {
            add(attribute, AttributeProto.AttributeType.INTS).addAllInts(values);
            return this;
        }

        private AttributeProto.Builder add(String attribute, AttributeProto.AttributeType type) {
            return proto.addAttributeBuilder().setName(attribute).setType(type);
        }

        /** Returns the value that the operation computes. */
        public String output() {
            return proto.getOutput(0);
        }
    }
}
