package io.stockpot.recipe;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.stockpot.data.corruption.Corruption;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Folders like those of ImageNet and of the data sets made for it, with a few coloured pictures each: training and
 * validation images, ReaL's labels, V2, A, R, Sketch, cue conflicts and ImageNet-C.
 */
final class ImageNetPictures {
    /** Numbers of classes that ImageNet-A and ImageNet-R both have. */
    private static final List<Integer> CLASSES = List.of(6, 11, 13, 22, 23, 71);

    private static final List<String> CATEGORIES = List.of("airplane", "bear", "clock");

    private final Path root;
    private final List<String> identifiers;
    private final Random random = new Random(5);

    ImageNetPictures(Path root) throws IOException {
        this.root = root;
        try (InputStream stream = Recipe.class.getResourceAsStream("/io/stockpot/data/shift/image-net.txt")) {
            this.identifiers = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** Writes all folders. */
    void write() throws IOException {
        List<List<Integer>> labels = new ArrayList<>();
        for (int place = 0; place < CLASSES.size(); place++) {
            int label = CLASSES.get(place);
            String identifier = identifiers.get(label);
            for (int i = 0; i < 6; i++) {
                write("imagenet/train/" + identifier + "/" + identifier + "_" + i + ".JPEG", place);
            }
            for (int i = 0; i < 3; i++) {
                labels.add(List.of(label, 0));
                write("imagenet/val/" + identifier + "/" + validation(labels.size()), place);
            }
            for (String other :
                    List.of("imagenetv2/" + label, "imagenet-a/" + identifier, "imagenet-r/" + identifier)) {
                write(other + "/1.jpeg", place);
                write(other + "/2.jpeg", place);
            }
            write("sketch/" + identifier + "/sketch_1.JPEG", place);
            write("sketch/" + identifier + "/sketch_2.JPEG", place);
        }
        new ObjectMapper().writeValue(root.resolve("imagenet/real.json").toFile(), labels);
        conflicts();
        corrupted();
    }

    private static String validation(int number) {
        return String.format("ILSVRC2012_val_%08d.JPEG", number);
    }

    private void conflicts() throws IOException {
        for (String shape : CATEGORIES) {
            for (String texture : CATEGORIES) {
                write("conflict/" + shape + "/" + shape + "1-" + texture + "2.png", CATEGORIES.indexOf(texture));
            }
        }
    }

    private void corrupted() throws IOException {
        for (Corruption corruption : Corruption.FIFTEEN) {
            for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                String folder = "imagenet-c/" + corruption.text() + "/" + severity + "/";
                for (int place = 0; place < 3; place++) {
                    write(folder + identifiers.get(CLASSES.get(place)) + "/" + validation(3 * place + 1), place);
                }
            }
        }
    }

    private void write(String name, int place) throws IOException {
        BufferedImage image = new BufferedImage(36, 34, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < 36 * 34; pixel++) {
            float hue = (place + 0.4f * random.nextFloat()) / CLASSES.size();
            image.setRGB(pixel % 36, pixel / 36, Color.HSBtoRGB(hue, 1, 0.5f + 0.5f * random.nextFloat()));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, name.endsWith("png") ? "png" : "jpeg", bytes);
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes.toByteArray());
    }
}
