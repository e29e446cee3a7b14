package io.stockpot.data.source;

import io.stockpot.base.Progress;
import io.stockpot.data.ImageShape;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.fetch.DataCache;
import java.io.IOException;

/** A CIFAR data set, in its official binary files. */
sealed interface Cifar extends PublishedData permits Cifar10, Cifar100 {
    /** Returns how its files are laid out. */
    CifarBinary layout();

    @Override
    default ImageShape shape() {
        return CifarBinary.SHAPE;
    }

    @Override
    default int images(DataPart part) {
        return layout().count(files(part));
    }

    @Override
    default LabelledImages load(DataPart part, DataCache cache, Progress progress) throws IOException {
        return layout().read(this, files(part), fileSet(cache), progress);
    }
}
