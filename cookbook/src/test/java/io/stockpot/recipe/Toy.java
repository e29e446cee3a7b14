package io.stockpot.recipe;

import io.stockpot.base.Progress;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A step on text files: joins the texts of its inputs and adds its own letters, one file a letter, so
 * that an interrupted run leaves some of them. It fails, or halts its process, at a letter '!'.
 *
 * @param runs counts the letters written by this process
 */
public record Toy(
        String name, String letters, List<Step<?>> inputs, boolean resumes, Failure failure, List<String> runs)
        implements Step<Toy.Text> {

    /** What happens after the second letter. */
    public enum Failure {
        NONE,
        THROW,
        HALT
    }

    /** A result that must be freed. */
    public static final class Text implements AutoCloseable {
        private static int open;
        private final String text;

        Text(String text) {
            this.text = text;
            open++;
        }

        public static int open() {
            return open;
        }

        public String text() {
            return text;
        }

        @Override
        public void close() {
            open--;
        }
    }

    private record Parameters(String letters) {}

    public static Toy of(String name, String letters, Step<?>... inputs) {
        return new Toy(name, letters, List.of(inputs), false, Failure.NONE, new ArrayList<>());
    }

    public Toy failing(Failure how, boolean resuming) {
        return new Toy(name, letters, inputs, resuming, how, runs);
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(new Parameters(letters));
    }

    @Override
    public void run(Path directory, Inputs results, Progress progress) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Step<?> input : inputs) {
            text.append(((Text) results.get(input)).text());
        }
        for (int i = 0; i < letters.length(); i++) {
            Path file = directory.resolve("letter-" + i);
            if (!Files.exists(file)) {
                Files.writeString(file, letters.substring(i, i + 1));
                runs.add(name + i);
            }
            if (i == 1) {
                fail();
            }
            text.append(Files.readString(file));
        }
        Files.writeString(directory.resolve("text"), text);
    }

    private void fail() throws IOException {
        switch (failure) {
            case NONE -> {}
            case THROW -> throw new IOException("out of paper");
            case HALT -> Runtime.getRuntime().halt(9);
        }
    }

    @Override
    public Text read(Path directory) throws IOException {
        return new Text(Files.readString(directory.resolve("text")));
    }
}
