package io.stockpot.bench;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A temporary folder of photos in one folder per class, deleted when closed.
 *
 * @param folder holds the folders of the classes
 */
record MadePhotos(Path folder) implements AutoCloseable {
    /** Columns and rows. */
    static final String SIZE = "500×375";

    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int CLASSES = 8;
    /** File systems allow some 65,000 links to a file. */
    private static final int LINKS = 50_000;

    /** Writes photos: soft blobs of colour under the noise of a camera. */
    static MadePhotos write(int count) throws IOException {
        MadePhotos photos = new MadePhotos(Files.createTempDirectory("stockpot-photos"));
        for (int number = 0; number < count; number++) {
            if (!ImageIO.write(
                    photo(number), "jpeg", photos.file(number, CLASSES).toFile())) {
                throw new IOException("this Java writes no JPEG files");
            }
        }
        return photos;
    }

    /** Writes few photos and many links to them, in 1000 classes as ImageNet has. */
    static MadePhotos link(int count) throws IOException {
        MadePhotos photos = new MadePhotos(Files.createTempDirectory("stockpot-links"));
        Path target = photos.folder;
        for (int number = 0; number < count; number++) {
            Path file = photos.file(number, 1000);
            if (number % LINKS == 0) {
                ImageIO.write(photo(number), "jpeg", file.toFile());
                target = file;
            } else {
                Files.createLink(file, target);
            }
        }
        return photos;
    }

    private Path file(int number, int classes) throws IOException {
        Path folder = folder().resolve("class%04d".formatted(number % classes));
        if (number < classes) {
            Files.createDirectory(folder);
        }
        return folder.resolve("class%04d_%05d.JPEG".formatted(number % classes, number / classes));
    }

    private static BufferedImage photo(int number) {
        SplittableRandom random = new SplittableRandom(number);
        double[] waves = random.doubles(9, 0.01, 0.06).toArray();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                int colour = 0;
                for (int channel = 0; channel < 3; channel++) {
                    double blob = Math.sin(column * waves[3 * channel]) * Math.cos(row * waves[3 * channel + 1])
                            + Math.sin((row + column) * 4 * waves[3 * channel + 2]);
                    int value = (int) (128 + 45 * blob + 25 * (random.nextDouble() - 0.5));
                    colour = colour << 8 | Math.max(0, Math.min(255, value));
                }
                image.setRGB(column, row, colour);
            }
        }
        return image;
    }

    /** Returns the mean size of a file. */
    double meanBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> photos = files.filter(Files::isRegularFile).toList();
            long sum = 0;
            for (Path photo : photos) {
                sum += Files.size(photo);
            }
            return (double) sum / photos.size();
        }
    }

    /** Deletes the folder. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
