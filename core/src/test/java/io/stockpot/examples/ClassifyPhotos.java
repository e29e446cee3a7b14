package io.stockpot.examples;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twelvemonkeys.image.ResampleOp;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
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
        BufferedImage small = new ResampleOp(width, height, ResampleOp.FILTER_TRIANGLE).filter(image, null);
        int left = (int) Math.rint((width - crop) / 2.0);
        int top = (int) Math.rint((height - crop) / 2.0);
        int[] colours = small.getRGB(left, top, crop, crop, null, 0, crop);
        FloatBuffer pixels = FloatBuffer.allocate(3 * colours.length);
        for (int shift = 16; shift >= 0; shift -= 8) {
            for (int colour : colours) {
                pixels.put((colour >> shift & 0xff) / 255f);
            }
        }
        return pixels.flip();
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
