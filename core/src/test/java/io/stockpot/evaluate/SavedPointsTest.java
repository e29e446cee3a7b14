package io.stockpot.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.stockpot.attack.Logits;
import io.stockpot.base.Progress;
import io.stockpot.data.LabelledImages;
import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.tensor.file.NumpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Points whose file is damaged, by a process that died or by a disk. */
@ExtendWith(NoLeaks.class)
class SavedPointsTest {
    private static final Evaluator EVALUATOR = EvaluationProcess.evaluator();
    private static final LabelledImages IMAGES = EVALUATOR.images();
    private static final Logits NETWORK = MadeNetworks.quarters();
    private static final int PIXELS = IMAGES.shape().length();
    private static final int SLOT = (2 + PIXELS) * Float.BYTES;

    @TempDir
    Path folder;

    private void evaluate() throws IOException {
        EVALUATOR.evaluate(NETWORK, Journal.withPoints(folder), Coverage.EVERY_CONDITION, () -> false, Progress.NONE);
    }

    private byte[] export() throws IOException {
        Path file = folder.resolve("examples.npz");
        EVALUATOR.examples(Journal.withPoints(folder), NETWORK).write(file);
        return Files.readAllBytes(file);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** Returns images of a file that were attacked. */
    private static List<Integer> written(Path points) throws IOException {
        List<Integer> written = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(points)).order(ByteOrder.LITTLE_ENDIAN);
        for (int index = 0; (index + 1) * SLOT <= bytes.capacity(); index++) {
            if (bytes.getFloat(index * SLOT) != 0) {
                written.add(index);
            }
        }
        return written;
    }

    private static void write(Path points, int index, int offset, ByteBuffer bytes) throws IOException {
        try (FileChannel file = FileChannel.open(points, StandardOpenOption.WRITE)) {
            file.write(bytes, (long) index * SLOT + offset);
        }
    }

    /** Zero bytes from the middle to the end, as if a write had stopped between two pages. */
    private static void tear(Path points, int index) throws IOException {
        write(points, index, SLOT / 2, ByteBuffer.allocate(SLOT - SLOT / 2));
    }

    @Test
    void writesATornPointAgainWhenItsBlockIsAttackedAgain() throws IOException {
        evaluate();
        byte[] whole = export();
        for (Path points : files(".points")) {
            for (int index : written(points)) {
                tear(points, index);
            }
        }
        // the process died before the journal knew of any block
        for (Path journal : files(".jsonl")) {
            if (journal.getFileName().toString().startsWith("kept-")) {
                Files.delete(journal);
            }
        }
        evaluate();
        assertThat(export()).isEqualTo(whole);
    }

    @Test
    void refusesToExportATornPointOfAnAttackThatIsDone() throws IOException {
        evaluate();
        Path points = files(".points").get(0);
        int index = written(points).get(3);
        tear(points, index);
        assertThatIOException()
                .isThrownBy(this::export)
                .withMessageContaining("'" + points + "' is damaged: its point of image " + index + " is not what");
        assertThat(folder.resolve("examples.npz")).doesNotExist();
    }

    @Test
    void refusesToExportWhereAPointIsLacking() throws IOException {
        evaluate();
        Path points = files(".points").get(1);
        int index = written(points).get(0);
        write(points, index, 0, ByteBuffer.allocate(Float.BYTES));
        assertThatIOException().isThrownBy(this::export).withMessageContaining("point of image " + index);
    }

    /** Inside the ball the point is admissible; only the classifier knows that it is another. */
    @Test
    void refusesToExportAnotherPointOfTheBall() throws IOException {
        evaluate();
        Path points = files(".points").get(0);
        int index = written(points).get(2);
        ByteBuffer image = ByteBuffer.allocate(PIXELS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        image.asFloatBuffer().put(CheckedPoints.pixels(IMAGES, index));
        write(points, index, 2 * Float.BYTES, image);
        assertThatIOException().isThrownBy(this::export).withMessageContaining("point of image " + index);
        Path unasked = folder.resolve("unasked.npz");
        EVALUATOR.examples(Journal.withPoints(folder)).write(unasked);
        try (Scope scope = Scope.open()) {
            Tensor labels = NumpyFile.open(unasked).read("labels");
            assertThat(labels.size(0)).isEqualTo(IMAGES.size());
        }
    }
}
