package io.stockpot.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stockpot.base.AppendedLines;
import io.stockpot.run.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The labels that somebody gave, one JSON object a line, on the disk before they are confirmed: a crash loses none. The
 * first line says which pictures and which classes they are of; labels of others are refused. An undone label stays in
 * the file, followed by a line that says so. One process at a time has the journal.
 */
final class LabelJournal implements AutoCloseable {
    /** The name of the journal in its folder. */
    static final String NAME = "labels.journal";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PICTURES = "pictures";
    private static final String CLASSES = "classes";
    private static final String PHOTO = "photo";
    private static final String FILE = "file";
    private static final String CLASS = "class";
    private static final String UNDO = "undo";

    private final RunLock lock;
    private final AppendedLines lines;
    private final LabelledFiles pictures;
    private final List<Entry> entries;

    /**
     * What was said of a picture.
     *
     * @param photo its place
     * @param number of its class; absent if no label is wanted of it
     */
    record Entry(int photo, Optional<Integer> number) {}

    private LabelJournal(RunLock lock, AppendedLines lines, LabelledFiles pictures, List<Entry> entries) {
        this.lock = lock;
        this.lines = lines;
        this.pictures = pictures;
        this.entries = entries;
    }

    /**
     * Opens the journal of a folder, or begins one.
     *
     * @throws IOException if it is of other pictures or classes, damaged, or in use, with the way out
     */
    static LabelJournal open(Path folder, LabelledFiles pictures) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(NAME);
        RunLock lock = RunLock.take(folder.resolve("." + NAME + ".lock"), "labels in " + folder);
        try {
            List<String> written = AppendedLines.read(file);
            List<Entry> entries = written.isEmpty() ? new ArrayList<>() : read(file, written, pictures);
            AppendedLines lines = AppendedLines.open(file);
            if (written.isEmpty()) {
                lines.append(header(pictures));
            }
            return new LabelJournal(lock, lines, pictures, entries);
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    private static String header(LabelledFiles pictures) {
        ObjectNode header = JSON.createObjectNode().put(PICTURES, pictures.fingerprint());
        pictures.classNames().forEach(header.putArray(CLASSES)::add);
        return header.toString();
    }

    private static List<Entry> read(Path file, List<String> lines, LabelledFiles pictures) throws IOException {
        requireSame(file, node(file, lines, 0), pictures);
        List<Entry> entries = new ArrayList<>();
        for (int place = 1; place < lines.size(); place++) {
            JsonNode line = node(file, lines, place);
            if (line.path(UNDO).asBoolean()) {
                if (entries.isEmpty()) {
                    throw damaged(file, place);
                }
                entries.remove(entries.size() - 1);
            } else {
                entries.add(entry(file, place, line, pictures));
            }
        }
        return entries;
    }

    private static void requireSame(Path file, JsonNode header, LabelledFiles pictures) throws IOException {
        List<String> classes = new ArrayList<>();
        header.path(CLASSES).forEach(name -> classes.add(name.asText()));
        String wayOut = "; name another folder with --out, or move this file away";
        if (!header.path(PICTURES).asText().equals(pictures.fingerprint())) {
            throw new IOException("'" + file + "' has labels of other pictures, or pictures were added, removed or"
                    + " changed since" + wayOut);
        }
        if (!classes.equals(pictures.classNames())) {
            throw new IOException("'" + file + "' has labels of the classes " + String.join(", ", classes) + ", not "
                    + String.join(", ", pictures.classNames()) + wayOut);
        }
    }

    private static Entry entry(Path file, int place, JsonNode line, LabelledFiles pictures) throws IOException {
        int photo = line.path(PHOTO).asInt(-1);
        boolean isSkip = line.path(CLASS).isNull();
        int number = pictures.classNames().indexOf(line.path(CLASS).asText());
        if (photo < 0 || photo >= pictures.size() || (!isSkip && number < 0)) {
            throw damaged(file, place);
        }
        return new Entry(photo, isSkip ? Optional.empty() : Optional.of(number));
    }

    private static JsonNode node(Path file, List<String> lines, int place) throws IOException {
        try {
            return JSON.readTree(lines.get(place));
        } catch (JsonProcessingException damage) {
            throw damaged(file, place);
        }
    }

    private static IOException damaged(Path file, int place) {
        return new IOException("line " + (place + 1) + " of '" + file
                + "' is not what was written; take it out, or move the file away");
    }

    /** Returns what was said and not undone, in order. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * Adds an entry; it is on the disk when this returns.
     *
     * @throws IOException if it cannot be written; it does not count then
     */
    void add(Entry entry) throws IOException {
        ObjectNode line = JSON.createObjectNode()
                .put(PHOTO, entry.photo())
                .put(FILE, pictures.name(entry.photo()))
                .put(CLASS, entry.number().map(pictures.classNames()::get).orElse(null));
        lines.append(line.toString());
        entries.add(entry);
    }

    /**
     * Takes the last entry back, if there is one.
     *
     * @return it
     * @throws IOException if that cannot be written; the entry stays then
     */
    Optional<Entry> undo() throws IOException {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        lines.append(JSON.createObjectNode().put(UNDO, true).toString());
        return Optional.of(entries.remove(entries.size() - 1));
    }

    @Override
    public void close() throws IOException {
        try {
            lines.close();
        } finally {
            lock.close();
        }
    }
}
