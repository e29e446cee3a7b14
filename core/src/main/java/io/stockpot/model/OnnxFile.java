package io.stockpot.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.stockpot.base.AtomicFile;
import io.stockpot.model.layer.OnnxGraph;
import io.stockpot.tensor.Scope;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Classifiers as ONNX files: one input "images", N×C×H×W in [0, 1] with any N, one output "logits",
 * N×classes, float32. Normalisation is inside; batch norm uses its running statistics. The metadata say so, with the
 * names of the classes and the preparation of pictures ({@link UsageTexts}); descriptions in the graph say it to people.
 */
public final class OnnxFile {
    /** The version of the operators; every runtime since 2022 has it. */
    public static final int OPSET = 17;

    /** The version of the format that came with that of the operators. */
    private static final int FORMAT = 8;

    /** The name of the input, as metadata. */
    public static final String INPUT = "stockpot.input";

    /** The name of the output, as metadata. */
    public static final String OUTPUT = "stockpot.output";

    private static final String IMAGES = "images";
    private static final String LOGITS = "logits";

    /** A protobuf message holds less than 2 GiB; the graph around the weights is far below 16 MiB. */
    private static final long LARGEST = Integer.MAX_VALUE - (16L << 20);

    private OnnxFile() {}

    /** Writes a classifier of whose use nothing is known, as {@link #write(Path, Classifier, Usage, Map)}. */
    public static void write(Path file, Classifier classifier, Map<String, String> texts) throws IOException {
        write(file, classifier, Usage.NONE, texts);
    }

    /**
     * Creates or replaces a file; it appears only when it is complete.
     *
     * @param usage what is known of its use; where no preparation of pictures is stated, the customary one is
     * @param texts more of the file's metadata
     * @throws IOException if the weights are larger than 2 GiB, or writing fails
     * @throws IllegalArgumentException if there are more or fewer class names than logits
     */
    public static void write(Path file, Classifier classifier, Usage usage, Map<String, String> texts)
            throws IOException {
        usage.requireSuits(classifier.architecture());
        requireFits(Float.BYTES * classifier.weights().elements());
        try (Scope scope = Scope.open()) {
            ModelProto model = model(classifier, usage.suiting(classifier.architecture()), texts);
            AtomicFile.write(file, channel -> {
                // not closed here: that would close the file, which is yet to be synced
                OutputStream output = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20);
                model.writeTo(output);
                output.flush();
            });
        }
    }

    static void requireFits(long bytes) throws IOException {
        if (bytes > LARGEST) {
            throw new IOException("an ONNX file holds less than 2 GiB and these weights have " + (bytes >> 20)
                    + " MiB; write safetensors instead");
        }
    }

    private static ModelProto model(Classifier classifier, Usage usage, Map<String, String> texts) {
        Instructions instructions = Instructions.of(classifier, usage);
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("stockpot")
                .setDocString("An image classifier. Pictures: " + instructions.pictures() + ".");
        model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
        metadata(usage, texts)
                .forEach((key, value) ->
                        model.addMetadataPropsBuilder().setKey(key).setValue(value));
        return model.setGraph(graph(classifier, instructions)).build();
    }

    /** Sorted, so that equal classifiers give equal files. */
    private static Map<String, String> metadata(Usage usage, Map<String, String> texts) {
        Map<String, String> metadata = new TreeMap<>(texts);
        Usage prepared = new Usage(usage.imageSize(), usage.classNames(), usage.customaryPreparation());
        metadata.putAll(UsageTexts.of(prepared, true));
        metadata.put(INPUT, IMAGES);
        metadata.put(OUTPUT, LOGITS);
        return metadata;
    }

    private static GraphProto.Builder graph(Classifier classifier, Instructions instructions) {
        Architecture architecture = classifier.architecture();
        String input = instructions.input() + "; normalisation is " + instructions.normalisationInside();
        String output = "float32 N×" + architecture.classes() + ", before softmax; classes: " + instructions.classes();
        GraphProto.Builder proto = GraphProto.newBuilder()
                .setName("classifier")
                .addInput(images(architecture).setDocString(input))
                .addOutput(described(LOGITS)
                        .setType(floats("batch", architecture.classes()))
                        .setDocString(output));
        OnnxGraph graph = OnnxGraph.root(proto, classifier.weights());
        String centred = graph.node("Sub", IMAGES, graph.tensor("mean", classifier.mean()))
                .output();
        String normalised = graph.node("Div", centred, graph.tensor("deviation", classifier.deviation()))
                .output();
        String result = architecture.network().export(graph, normalised);
        proto.addNodeBuilder().setOpType("Identity").addInput(result).addOutput(LOGITS);
        return proto;
    }

    private static ValueInfoProto.Builder images(Architecture architecture) {
        boolean fixed = architecture.imageSide().isPresent();
        Object height = fixed ? architecture.imageSide().getAsInt() : "height";
        Object width = fixed ? architecture.imageSide().getAsInt() : "width";
        return described(IMAGES).setType(floats("batch", architecture.channels(), height, width));
    }

    private static ValueInfoProto.Builder described(String name) {
        return ValueInfoProto.newBuilder().setName(name);
    }

    /** Describes a float32 tensor by its axes: numbers where lengths are fixed, names where they are not. */
    private static TypeProto.Builder floats(Object... axes) {
        TypeProto.Tensor.Builder type =
                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber());
        for (Object axis : axes) {
            if (axis instanceof Integer length) {
                type.getShapeBuilder().addDimBuilder().setDimValue(length);
            } else {
                type.getShapeBuilder().addDimBuilder().setDimParam(axis.toString());
            }
        }
        return TypeProto.newBuilder().setTensorType(type);
    }
}
