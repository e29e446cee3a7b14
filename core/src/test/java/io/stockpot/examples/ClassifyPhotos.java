package io.stockpot.examples;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;

/** Names what is on photos, by an ONNX file that says itself how it is used. */
public final class ClassifyPhotos implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final String[] names;
    private final int resize;
    private final int crop;

    /** Opens the file. */
    public ClassifyPhotos(String onnx) throws OrtException, IOException {
        session = environment.createSession(onnx);
        Map<String, String> texts = session.getMetadata().getCustomMetadata();
        ObjectMapper json = new ObjectMapper();
        names = json.readValue(texts.get("stockpot.class-names"), String[].class);
        JsonNode preparation = json.readTree(texts.get("stockpot.preparation"));
        resize = preparation.get("resize").asInt();
        crop = preparation.get("crop").asInt();
    }

    /** Returns the logits of a photo, one per class. */
    public float[] logits(File photo) throws OrtException, IOException {
        long[] shape = {1, 3, crop, crop};
        try (OnnxTensor images = OnnxTensor.createTensor(environment, pixels(photo), shape);
                OrtSession.Result result = session.run(Map.of("images", images))) {
            return ((float[][]) result.get("logits").orElseThrow().getValue())[0];
        }
    }

    /** Returns the centre of a photo, resized, as planes of red, green and blue in [0, 1], not normalised. */
    private FloatBuffer pixels(File photo) throws IOException {
        BufferedImage read = ImageIO.read(photo);
        BufferedImage image = new BufferedImage(read.getWidth(), read.getHeight(), BufferedImage.TYPE_INT_RGB);
        image.createGraphics().drawImage(read, 0, 0, null);
        int shorter = Math.min(image.getWidth(), image.getHeight());
        int width = image.getWidth() * resize / shorter;
        int height = image.getHeight() * resize / shorter;
        int left = (int) Math.rint((width - crop) / 2.0);
        int top = (int) Math.rint((height - crop) / 2.0);
        FloatBuffer pixels = FloatBuffer.allocate(3 * crop * crop);
        for (int band = 0; band < 3; band++) {
            int[][] rows = new int[image.getHeight()][image.getWidth()];
            for (int y = 0; y < rows.length; y++) {
                image.getRaster().getSamples(0, y, rows[y].length, 1, band, rows[y]);
            }
            int[][] columns = turned(resized(rows, width));
            int[][] small = turned(resized(columns, height));
            for (int y = 0; y < crop; y++) {
                for (int x = 0; x < crop; x++) {
                    pixels.put(small[top + y][left + x] / 255f);
                }
            }
        }
        return pixels.flip();
    }

    /** Returns rows of another length, as Pillow's BILINEAR does: means under a triangle that covers all old values. */
    private static int[][] resized(int[][] rows, int length) {
        double factor = (double) rows[0].length / length;
        double reach = Math.max(1, factor);
        int[][] resized = new int[rows.length][length];
        for (int place = 0; place < length; place++) {
            double centre = (place + 0.5) * factor;
            int first = Math.max(0, (int) (centre - reach + 0.5));
            int end = Math.min(rows[0].length, (int) (centre + reach + 0.5));
            double[] weights = new double[end - first];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, 1 - Math.abs(first + i - centre + 0.5) / reach);
            }
            double sum = Arrays.stream(weights).sum();
            for (int row = 0; row < rows.length; row++) {
                int value = 1 << 21;
                for (int i = 0; i < weights.length; i++) {
                    value += rows[row][first + i] * (int) (weights[i] / sum * (1 << 22) + 0.5);
                }
                resized[row][place] = value >> 22;
            }
        }
        return resized;
    }

    private static int[][] turned(int[][] rows) {
        int[][] columns = new int[rows[0].length][rows.length];
        for (int row = 0; row < rows.length; row++) {
            for (int column = 0; column < columns.length; column++) {
                columns[column][row] = rows[row][column];
            }
        }
        return columns;
    }

    private String name(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return names[best];
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /** Takes the ONNX file and photos. */
    public static void main(String... args) throws OrtException, IOException {
        try (ClassifyPhotos classifier = new ClassifyPhotos(args[0])) {
            for (int i = 1; i < args.length; i++) {
                System.out.println(args[i] + ": " + classifier.name(classifier.logits(new File(args[i]))));
            }
        }
    }
}
