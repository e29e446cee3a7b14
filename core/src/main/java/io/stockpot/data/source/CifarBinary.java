package io.stockpot.data.source;

import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataFile;
import io.stockpot.data.fetch.FileSet;
import java.io.IOException;
import java.util.List;

/**
 * The binary files of the CIFAR data sets: for each image its labels, then 1024 red, 1024 green and 1024 blue bytes.
 *
 * @param labels how many each image has, of a byte each, the finest last
 */
record CifarBinary(int labels) {
    static final ImageShape SHAPE = new ImageShape(3, 32, 32);

    /** Returns the bytes of an image with its labels. */
    int recordBytes() {
        return labels + SHAPE.length();
    }

    /** Returns the number of images in files. */
    int count(List<DataFile> files) {
        return files.stream().mapToInt(file -> file.size() / recordBytes()).sum();
    }

    /**
     * Reads the images of files.
     *
     * @param facts names and classes
     * @throws IOException as {@link FileSet#read}
     */
    LabelledImages read(PublishedData facts, List<DataFile> files, FileSet fileSet, Progress progress)
            throws IOException {
        int images = count(files);
        byte[] pixels = new byte[images * SHAPE.length()];
        int[] finest = new int[images];
        int image = 0;
        for (DataFile file : files) {
            byte[] records = fileSet.read(file, progress);
            for (int offset = 0; offset < records.length; offset += recordBytes()) {
                finest[image] = records[offset + labels - 1];
                System.arraycopy(records, offset + labels, pixels, image * SHAPE.length(), SHAPE.length());
                image++;
            }
        }
        return LabelledImages.adopt(facts.name(), SHAPE, pixels, finest, facts.classNames());
    }
}
