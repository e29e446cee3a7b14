package io.stockpot.soup;

import io.stockpot.base.AppendedLines;
import io.stockpot.base.Checksum;
import io.stockpot.base.Seed;
import io.stockpot.data.LabelledImages;
import io.stockpot.evaluate.Journal;
import io.stockpot.model.Architecture;
import io.stockpot.model.Classifier;
import io.stockpot.model.Normalisation;
import io.stockpot.outcome.Labels;
import io.stockpot.outcome.Outcomes;
import io.stockpot.soup.choice.LayerRule;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.TextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the mixtures of one soup got right, so that nothing is judged twice and a killed search goes on: a line for each
 * mixture and set of images, in a file that grows; a line counts once it ends. Beside it are the journals of the
 * attacks on mixtures. The folder is named after all that decides an answer, so other models, statistics or versions
 * have folders of their own.
 */
public final class MixtureMemory {
    private static final int NAME = 16;
    private static final String FILE = "answers.jsonl";
    private static final String SCORES = "scores.jsonl";

    private final Optional<Path> folder;
    private final Map<Question, BitSet> known = new HashMap<>();
    private final ScoreLog scores;
    private boolean read;

    /** What decides the answers of a mixture. */
    private record Identity(
            Architecture architecture,
            Normalisation normalisation,
            List<String> weights,
            BatchNormPolicy batchNorm,
            Optional<String> statistics,
            Optional<Long> seed,
            Optional<LayerRule> layers,
            String version) {}

    private record Question(String who, String images) {}

    /**
     * One answer.
     *
     * @param who the mixture, or the model alone
     * @param images their digest
     * @param correct hexadecimal, the first image in the lowest bit of the first byte
     */
    private record Line(String who, String images, String correct) {}

    private MixtureMemory(Optional<Path> folder) {
        this.folder = folder;
        this.scores = new ScoreLog(folder.map(place -> place.resolve(SCORES)));
    }

    /** Returns a memory that ends with its process. */
    public static MixtureMemory ofProcess() {
        return new MixtureMemory(Optional.empty());
    }

    /**
     * Returns the memory of a soup on disk. Only one process at a time may use it.
     *
     * @param folders where the folders of all soups are
     * @param version of the program and its attacks; others may answer otherwise
     * @throws IllegalArgumentException if statistics are measured on images without a name
     * @throws IOException if images for statistics are needed to know how these are measured, and cannot be loaded
     */
    public static MixtureMemory of(Path folders, Soup soup, String version) throws IOException {
        return new MixtureMemory(Optional.of(
                folders.resolve(Checksum.SHA_256.of(identity(soup, version)).substring(0, NAME))));
    }

    private static String identity(Soup soup, String version) throws IOException {
        boolean images = soup.batchNorm().needsImages();
        StatisticsSource source = soup.source();
        if (images && source.name().isEmpty()) {
            throw new IllegalArgumentException(
                    "images for statistics need a name, by which answers are remembered; see StatisticsSource.named");
        }
        Classifier first = soup.ingredients().get(0).classifier();
        return CanonicalJson.of(new Identity(
                first.architecture(),
                first.normalisation(),
                soup.digests(),
                soup.batchNorm(),
                source.name().filter(name -> images),
                Optional.of(source.seed().value()).filter(seed -> images),
                soup.layers(),
                version));
    }

    /** Returns the folder of this soup, if it is remembered on disk. */
    public Optional<Path> folder() {
        return folder;
    }

    /**
     * Returns what somebody got right of some images, if that is known.
     *
     * @param who a mixture or a model alone
     * @throws IOException if the file cannot be read, or is damaged
     */
    Optional<Outcomes> find(String who, LabelledImages images) throws IOException {
        load();
        String digest = images.digest();
        return Optional.ofNullable(known.get(new Question(who, digest)))
                .map(correct -> new Outcomes(digest, images.size(), Map.of(Labels.CLEAN, correct)));
    }

    /** Remembers what somebody got right; it is on the disk when this returns. */
    void add(String who, Outcomes outcomes) throws IOException {
        BitSet correct = outcomes.correct(Labels.CLEAN);
        known.put(new Question(who, outcomes.dataDigest()), correct);
        if (folder.isPresent()) {
            Files.createDirectories(folder.get());
            try (AppendedLines lines = AppendedLines.open(file())) {
                lines.append(CanonicalJson.of(
                        new Line(who, outcomes.dataDigest(), HexFormat.of().formatHex(correct.toByteArray()))));
            }
        }
    }

    /** Returns the scores that mixtures give to all answers. */
    ScoreLog scores() {
        return scores;
    }

    /**
     * Returns the journal of the attacks on somebody.
     *
     * @param images digest of all images of which some are attacked
     * @param seed of the attacks
     */
    Journal journal(String who, String images, Seed seed) {
        String name =
                Checksum.SHA_256.of(who + " " + images + " " + seed.value()).substring(0, NAME);
        return folder.map(place -> Journal.in(place.resolve("attacked-" + name)))
                .orElseGet(Journal::none);
    }

    private Path file() {
        return folder.orElseThrow().resolve(FILE);
    }

    private void load() throws IOException {
        if (read || folder.isEmpty()) {
            return;
        }
        int number = 0;
        for (String text : AppendedLines.read(file())) {
            number++;
            try {
                Line line = CanonicalJson.read(text, Line.class);
                known.put(
                        new Question(line.who(), line.images()),
                        BitSet.valueOf(HexFormat.of().parseHex(line.correct())));
            } catch (TextException | IllegalArgumentException damage) {
                throw new IOException(
                        "line " + number + " of '" + file() + "' is damaged; delete the file to measure again", damage);
            }
        }
        read = true;
    }
}
