package io.stockpot.data.source;

import io.stockpot.data.fetch.DataCache;
import io.stockpot.data.fetch.DataFile;
import io.stockpot.data.fetch.Download;
import io.stockpot.data.fetch.Downloads;
import io.stockpot.data.fetch.FileSet;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * CIFAR-100: 50,000 training and 10,000 test images of 32×32 colour pixels in a hundred classes (Krizhevsky, "Learning
 * Multiple Layers of Features from Tiny Images", 2009), in its official binary files. Labels are the fine ones; the twenty
 * coarse ones are passed over.
 *
 * @param directory folder that holds {@code train.bin} and {@code test.bin}, or none
 */
public record Cifar100(Optional<String> directory) implements Cifar {
    /** A coarse and a fine label before the pixels. */
    private static final CifarBinary BINARY = new CifarBinary(2);

    private static final DataFile TRAIN =
            new DataFile("train.bin", 50_000 * BINARY.recordBytes(), "6172c7755cfe09b2fe270c85cebc1b15");
    private static final DataFile TEST =
            new DataFile("test.bin", 10_000 * BINARY.recordBytes(), "4499cfba6c016c1be1438163640a0898");
    private static final String ARCHIVE = "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz";
    private static final long ARCHIVE_SIZE = 168_513_733;
    private static final String ARCHIVE_MD5 = "03b5dce01913d631647c71ecec9e9cb8";

    /** In the order of the fine labels, which is alphabetical. */
    private static final List<String> CLASSES = List.of("""
            apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly
            camel can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup
            dinosaur dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower
            leopard lion lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid
            otter palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray
            road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar
            sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle
            wardrobe whale willow_tree wolf woman worm
            """.split("\\s+"));

    /** Looks in the cache and on the network only. */
    public Cifar100() {
        this(Optional.empty());
    }

    @Override
    public String name() {
        return "cifar100";
    }

    @Override
    public List<String> classNames() {
        return CLASSES;
    }

    @Override
    public CifarBinary layout() {
        return BINARY;
    }

    @Override
    public List<DataFile> files(DataPart part) {
        return switch (part) {
            case TRAIN -> List.of(TRAIN);
            case TEST -> List.of(TEST);
        };
    }

    @Override
    public FileSet fileSet(DataCache cache) {
        Download archive = new Download(URI.create(ARCHIVE), ARCHIVE_SIZE, ARCHIVE_MD5, Download.Patience.USUAL);
        return new FileSet(
                name(),
                List.of(TRAIN, TEST),
                directory.map(Path::of),
                cache.folder(name()),
                List.of(new Downloads(ARCHIVE, List.of(archive))),
                ARCHIVE);
    }
}
