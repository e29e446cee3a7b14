package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Progress;
import io.stockpot.base.Seed;
import io.stockpot.data.Interpolation;
import io.stockpot.data.LabelMap;
import io.stockpot.data.LabelledImages;
import io.stockpot.data.shift.ClassFolders;
import io.stockpot.data.shift.ImageFolder;
import io.stockpot.data.shift.ShiftImages;
import io.stockpot.data.shift.Unreadable;
import io.stockpot.serve.LabelSession.Form;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.Probabilities;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSessionTest {
    private static final List<String> CLASSES = List.of("dark", "light");
    private static final List<MixingWeights> PAIR = List.of(MixingWeights.vertex(0, 2), MixingWeights.vertex(1, 2));

    @TempDir
    Path folder;

    private LabelledFiles files;

    @BeforeEach
    void writePictures() throws IOException {
        files = pictures(6);
    }

    private LabelledFiles pictures(int count) throws IOException {
        Path place = Files.createDirectories(folder.resolve("photos"));
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(0, 0, 40 * i);
            Path file = place.resolve("photo " + i + ".png");
            ImageIO.write(picture, "png", file.toFile());
            paths.add(file);
        }
        return LabelledFiles.of(paths, CLASSES);
    }

    private Path out() {
        return folder.resolve("out");
    }

    /** Returns answers by the logits of "light"; those of "dark" are 0. */
    private static Probabilities light(double... logits) {
        float[][] rows = new float[logits.length][2];
        IntStream.range(0, logits.length).forEach(i -> rows[i][1] = (float) logits[i]);
        return Probabilities.ofLogits(rows);
    }

    /** Two mixtures that disagree on pictures 4, 1 and 2, most on 4, equally on 1 and 2. */
    private LabelSession open() throws IOException {
        List<Probabilities> answers = List.of(light(9, 3, 3, 5, 9, -9), light(9, -3, -3, 5, -9, -9));
        return new LabelSession(files, PAIR, answers, new Seed(1), out());
    }

    private static int next(LabelSession labelling) {
        return labelling.state(OptionalInt.empty()).next().orElseThrow().photo();
    }

    @Test
    void asksFirstWhereMixturesDisagreeMost() throws IOException {
        try (LabelSession labelling = open()) {
            LabelSession.State state = labelling.state(OptionalInt.empty());
            LabelSession.Asked first = state.next().orElseThrow();
            assertThat(first.photo()).isEqualTo(4);
            // two mixtures that are nearly sure of different answers
            assertThat(first.nats().orElseThrow()).isBetween(0.99 * Math.log(2), Math.log(2));
            assertThat(LabelWords.why(first, state)).isEqualTo("the mixtures disagree most on it (0.69 nat)");
            labelling.label(4, 1);
            assertThat(next(labelling)).isEqualTo(1);
            assertThat(labelling.state(OptionalInt.of(1)).next().orElseThrow().photo())
                    .isEqualTo(2);
        }
    }

    @Test
    void asksEveryThirdTimeForAPictureDrawnByChance() throws IOException {
        try (LabelSession labelling = open()) {
            labelling.label(4, 1);
            labelling.label(1, 1);
            LabelSession.State state = labelling.state(OptionalInt.empty());
            assertThat(state.next().orElseThrow().nats()).isEmpty();
            assertThat(LabelWords.why(state.next().orElseThrow(), state)).startsWith("drawn by chance");
        }
    }

    @Test
    void countsTheAccuracyOnTheBeginningOfTheRandomOrderOnly() throws IOException {
        try (LabelSession labelling = open()) {
            assertThat(labelling.state(OptionalInt.empty()).sample()).isEmpty();
            for (int photo = 0; photo < 6; photo++) {
                labelling.label(photo, 1);
            }
            LabelSession.State state = labelling.state(OptionalInt.empty());
            // the first mixture takes all but the last for light
            assertThat(state.weights()).isEqualTo(PAIR.get(0));
            assertThat(state.sample().orElseThrow().correct()).isEqualTo(5);
            assertThat(state.sample().orElseThrow().total()).isEqualTo(6);
            labelling.undo();
            assertThat(labelling.state(OptionalInt.empty()).sample().map(accuracy -> accuracy.total() < 6))
                    .isNotEqualTo(Optional.of(false));
        }
    }

    @Test
    void choosesByTheLabelsAndSaysWhenMoreDoNotChangeIt() throws IOException {
        try (LabelSession labelling = open()) {
            assertThat(advice(labelling)).startsWith("Nothing is chosen without labels");
            labelling.label(4, 0);
            assertThat(labelling.state(OptionalInt.empty()).weights()).isEqualTo(PAIR.get(1));
            assertThat(advice(labelling)).startsWith("More labels may change the choice, b: 1 mixture may still");
            labelling.label(1, 0);
            assertThat(advice(labelling))
                    .isEqualTo("No label can change the choice for these 6 pictures any more: it is b. More labels make"
                            + " the interval of its accuracy narrower.");
        }
    }

    private static String advice(LabelSession labelling) {
        return LabelWords.advice(labelling.state(OptionalInt.empty()), List.of("a", "b"));
    }

    @Test
    void takesBackTheLastLabelAndTheLastSkip() throws IOException {
        try (LabelSession labelling = open()) {
            labelling.label(4, 0);
            labelling.label(4, 1);
            labelling.skip(1);
            assertThat(labelling.state(OptionalInt.empty()).left()).isEqualTo(4);
            assertThat(labelling.state(OptionalInt.empty()).pool()).isEqualTo(5);
            assertThat(labelling.undo()).hasValue(1);
            assertThat(next(labelling)).isEqualTo(1);
            assertThat(labelling.state(OptionalInt.empty()).left()).isEqualTo(5);
            assertThat(labelling.undo()).hasValue(4);
            assertThat(labelling.labels()).isEqualTo(Map.of(4, 0));
            assertThat(labelling.undo()).hasValue(4);
            assertThat(labelling.undo()).isEmpty();
            assertThat(labelling.labels()).isEmpty();
        }
    }

    @Test
    void goesOnAfterACrash() throws IOException {
        try (LabelSession labelling = open()) {
            labelling.label(4, 1);
            labelling.skip(0);
            labelling.label(1, 0);
            labelling.undo();
        }
        // what a killed process left of a line
        Files.writeString(out().resolve(LabelJournal.NAME), "{\"photo\":2,\"fi", StandardOpenOption.APPEND);
        try (LabelSession labelling = open()) {
            assertThat(labelling.labels()).isEqualTo(Map.of(4, 1));
            assertThat(labelling.state(OptionalInt.empty()).left()).isEqualTo(4);
            labelling.label(2, 1);
        }
        try (LabelSession labelling = open()) {
            assertThat(labelling.labels()).isEqualTo(Map.of(2, 1, 4, 1));
        }
    }

    @Test
    void refusesTheJournalOfOtherPicturesOrClasses() throws IOException {
        open().close();
        LabelledFiles same = files;
        files = pictures(5);
        assertThatThrownBy(() -> LabelJournal.open(out(), files))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels of other pictures")
                .hasMessageContaining("name another folder with --out");
        LabelledFiles renamed = new LabelledFiles(same.files(), List.of("dark", "bright"), same.fingerprint());
        assertThatThrownBy(() -> LabelJournal.open(out(), renamed))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("labels of the classes dark, light, not dark, bright");
        // a refused journal is not in use
        LabelJournal.open(out(), same).close();
    }

    @Test
    void refusesADamagedJournalByItsLine() throws IOException {
        try (LabelSession labelling = open()) {
            labelling.label(4, 1);
        }
        Files.writeString(
                out().resolve(LabelJournal.NAME), "{\"photo\":77,\"class\":\"dark\"}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3 of '")
                .hasMessageContaining("is not what was written");
    }

    @Test
    void refusesASecondWriterOfTheJournal() throws IOException {
        try (LabelSession labelling = open()) {
            assertThat(labelling.labels()).isEmpty();
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("already");
        }
    }

    @Test
    void savesFoldersThatSeasonReads() throws IOException {
        Map<String, Integer> labels = Map.of("photo 0.png", 1, "photo 3.png", 0, "photo 5.png", 1);
        Path saved;
        try (LabelSession labelling = open()) {
            labelling.label(0, 1);
            labelling.label(3, 0);
            labelling.label(5, 1);
            saved = labelling.save(Form.FOLDERS);
            assertThatThrownBy(() -> labelling.save(Form.FOLDERS)).hasMessageContaining("it is there already");
        }
        assertThat(saved).isEqualTo(out().resolve("labelled-3"));
        ShiftImages read = new ImageFolder(
                        saved.toString(),
                        Optional.empty(),
                        Optional.empty(),
                        Interpolation.BILINEAR,
                        false,
                        new ClassFolders.Named(CLASSES),
                        new LabelMap.AllClasses(),
                        Unreadable.REFUSE,
                        Optional.empty())
                .open("saved", 2);
        LabelledImages images = read.load(
                        ShiftImages.ONLY, IntStream.range(0, read.size()).toArray(), Progress.NONE)
                .images();
        assertThat(images.size()).isEqualTo(3);
        for (int i = 0; i < images.size(); i++) {
            String file = read.lot(i).substring(read.lot(i).lastIndexOf('/') + 1);
            assertThat(images.label(i)).as(file).isEqualTo(labels.get(file));
            // the blue of the first pixel says which picture it is
            assertThat(images.pixel(i, 2, 0, 0)).isEqualTo(40 * Integer.parseInt(file.replaceAll("\\D", "")));
        }
    }

    @Test
    void savesATable() throws IOException {
        try (LabelSession labelling = open()) {
            labelling.label(4, 1);
            labelling.label(1, 0);
            Path table = labelling.save(Form.CSV);
            assertThat(table)
                    .hasFileName("labels-2.csv")
                    .hasContent("file,class\nphoto 1.png,dark\nphoto 4.png,light\n");
        }
    }

    @Test
    void quotesFieldsOfATable() throws IOException {
        LabelledFiles odd = new LabelledFiles(files.files(), List.of("a, \"b\"", "c"), "");
        Files.createDirectories(out());
        assertThat(odd.writeTable(out(), Map.of(2, 0))).hasContent("file,class\nphoto 2.png,\"a, \"\"b\"\"\"\n");
        assertThatThrownBy(() ->
                        new LabelledFiles(files.files(), List.of("../up", "c"), "").writeFolders(out(), Map.of(2, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be a folder");
        assertThat(out()).isDirectoryNotContaining("glob:**labelled*");
    }

    @Test
    void refusesLabelsOfNothing() throws IOException {
        try (LabelSession labelling = open()) {
            assertThatThrownBy(() -> labelling.save(Form.CSV)).hasMessageContaining("label a picture first");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> labelling.label(6, 0))
                    .withMessage("there is no photo 6; they are numbered from 0 to 5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> labelling.label(0, 2))
                    .withMessage("there is no class 2; they are numbered from 0 to 1");
            assertThat(labelling.labels()).isEmpty();
        }
    }
}
