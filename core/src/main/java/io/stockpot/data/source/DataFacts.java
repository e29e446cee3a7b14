package io.stockpot.data.source;

import io.stockpot.data.ImageShape;
import java.util.List;

/** What is known of training and test images before any is read. */
public interface DataFacts {
    /** Returns the name of each class, in the order of their numbers. */
    List<String> classNames();

    /** Returns the size of each image, as a classifier sees it. */
    ImageShape shape();

    /** Returns the number of images of one part. */
    int images(DataPart part);
}
