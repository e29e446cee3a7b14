package io.stockpot.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSetTest {
    private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TWO = "two".getBytes(StandardCharsets.UTF_8);
    private static final DataFile FIRST = new DataFile("first.bin", 3, Checksum.MD5.of(ONE));
    private static final DataFile SECOND = new DataFile("second.bin", 3, Checksum.MD5.of(TWO));

    @TempDir
    private Path folder;

    private Path cache;
    private Path own;
    private final List<String> asked = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void makeFolders() throws IOException {
        cache = folder.resolve("cache");
        own = Files.createDirectory(folder.resolve("own"));
    }

    /** An origin that brings the two contents, or fails with a message. */
    private Origin origin(String name, byte[] first, byte[] second, String failure) {
        return new Origin() {
            @Override
            public String description() {
                return name;
            }

            @Override
            public void fetch(Path underWay, Shelf shelf, Progress progress) throws IOException {
                asked.add(name);
                assertThat(underWay).isDirectory();
                if (failure != null) {
                    throw new IOException(failure);
                }
                assertThat(shelf.wants("third.bin")).isFalse();
                shelf.store("first.bin", first);
                shelf.store("second.bin", second);
            }
        };
    }

    private Origin good() {
        return origin("good", ONE, TWO, null);
    }

    private FileSet files(Optional<Path> userFolder, Origin... origins) {
        return new FileSet("tiny", List.of(FIRST, SECOND), userFolder, cache, List.of(origins), "https://tiny.example");
    }

    private final Progress listener = (what, total, unit) -> new Progress.Task() {
        @Override
        public void note(String text) {
            notes.add(text);
        }
    };

    @Test
    void fetchesOnceThenReadsTheCache() throws IOException {
        FileSet files = files(Optional.empty(), good());
        assertThat(files.isComplete()).isFalse();
        assertThat(files.read(FIRST, listener)).isEqualTo(ONE);
        assertThat(files.read(SECOND, listener)).isEqualTo(TWO);
        files.readAll(listener);
        assertThat(asked).containsExactly("good");
        assertThat(files.isComplete()).isTrue();
        assertThat(cache.resolve("underway")).doesNotExist();
    }

    @Test
    void theUsersFolderComesFirst() throws IOException {
        Files.write(own.resolve("first.bin"), ONE);
        FileSet files = files(Optional.of(own), good());
        assertThat(files.read(FIRST, listener)).isEqualTo(ONE);
        assertThat(asked).isEmpty();
        assertThat(cache).doesNotExist();
        assertThat(files.read(SECOND, listener)).isEqualTo(TWO);
        assertThat(asked).containsExactly("good");
        assertThat(notes).contains("the folder %s has no second.bin".formatted(own));
    }

    @Test
    void aDamagedFileOfTheUserIsAnError() throws IOException {
        Files.write(own.resolve("first.bin"), TWO);
        assertThatThrownBy(() -> files(Optional.of(own), good()).read(FIRST, listener))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        own.resolve("first.bin").toString(),
                        FIRST.md5(),
                        SECOND.md5(),
                        "damaged; replace it, or name no directory");
        assertThat(asked).isEmpty();
        assertThat(own.resolve("first.bin")).hasBinaryContent(TWO);
    }

    @Test
    void aDamagedFileInTheCacheIsFetchedAgainAndNamed() throws IOException {
        FileSet files = files(Optional.empty(), good());
        files.readAll(listener);
        Files.write(cache.resolve("second.bin"), ONE);
        assertThat(files.isComplete()).isFalse();
        assertThat(files.read(SECOND, listener)).isEqualTo(TWO);
        assertThat(asked).containsExactly("good", "good");
        assertThat(notes)
                .anySatisfy(note ->
                        assertThat(note).contains(cache.resolve("second.bin").toString(), FIRST.md5(), SECOND.md5()));
    }

    @Test
    void anOriginThatBringsDamageIsPassedOver() throws IOException {
        FileSet files = files(Optional.empty(), origin("bad", ONE, ONE, null), good());
        assertThat(files.read(SECOND, listener)).isEqualTo(TWO);
        assertThat(asked).containsExactly("bad", "good");
        assertThat(notes).anySatisfy(note -> assertThat(note).startsWith("bad: second.bin has 3 bytes with MD5"));
    }

    @Test
    void damageNeverReachesTheCache() {
        FileSet files = files(Optional.empty(), origin("bad", TWO, TWO, null));
        assertThatThrownBy(() -> files.read(FIRST, listener)).hasMessageContaining("bad: first.bin has 3 bytes");
        assertThat(cache.resolve("first.bin")).doesNotExist();
        assertThat(cache.resolve("underway")).doesNotExist();
    }

    @Test
    void whenAllFailsTheErrorListsEverythingTriedAndTheWayOut() {
        FileSet files = files(
                Optional.of(own),
                origin("https://tiny.example", null, null, "no connection"),
                origin("npm package tiny", null, null, "npm is missing"));
        assertThatThrownBy(() -> files.read(FIRST, listener))
                .isInstanceOf(IOException.class)
                .hasMessage("""
                cannot get first.bin of tiny; tried:
                  - the folder %s has no first.bin
                  - https://tiny.example: no connection
                  - npm package tiny: npm is missing
                To supply it by hand, get https://tiny.example, and put first.bin, second.bin into %s, \
                or name their folder in the recipe: {tiny: {directory: FOLDER}}""".formatted(own, cache));
    }

    @Test
    void aMissingFolderOfTheUserIsListed() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> files(Optional.of(missing)).read(FIRST, listener))
                .hasMessageContaining("- the folder %s does not exist".formatted(missing));
    }

    @Test
    void anUnwritableCacheIsAnErrorThatNamesIt() throws IOException {
        Files.writeString(cache, "a file where the folder should be");
        assertThatThrownBy(() -> files(Optional.empty(), good()).read(FIRST, listener))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "cannot write into the cache folder %s (FileAlreadyExistsException: %s);"
                                + " set STOCKPOT_CACHE to a folder that can be written",
                        cache, cache);
    }
}
