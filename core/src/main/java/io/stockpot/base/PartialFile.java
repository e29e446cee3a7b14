package io.stockpot.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The file in which another is prepared, under a hidden name beside it: {@code .NAME-8 HEX.partial}. Its process
 * holds a lock on it, which the system frees when the process dies: a partial file without a lock belongs to nobody.
 */
final class PartialFile implements AutoCloseable {
    /** Bytes of the longest name that common file systems take. */
    private static final int LONGEST_NAME = 255;

    private static final int DIGITS = 8;
    private static final String ENDING = ".partial";
    /**
     * The partial files of this process. A process that opens and closes a file it has locked loses the lock (POSIX),
     * so it must know without opening.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private PartialFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Creates an empty file, and deletes what dead processes left of others for the same target.
     *
     * @param target absolute
     */
    static PartialFile create(Path target) throws IOException {
        String prefix = prefix(target.getFileName().toString());
        deleteLeftBehind(target.getParent(), prefix);
        while (true) {
            String digits = UUID.randomUUID().toString().substring(0, DIGITS);
            Path file = target.resolveSibling(prefix + digits + ENDING);
            HELD.add(file);
            FileChannel channel = null;
            boolean created = false;
            try {
                channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
                // another process may have taken the file for one left behind, in the moment before the lock
                created = isOurs(channel) && Files.exists(file);
                if (created) {
                    return new PartialFile(file, channel);
                }
            } catch (FileAlreadyExistsException unlikely) {
                // other digits, then
            } finally {
                if (!created) {
                    HELD.remove(file);
                    close(channel);
                }
            }
        }
    }

    private static boolean isOurs(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException withoutLocks) {
            // a file system without locks: nobody can lock the file to delete it either
            return true;
        }
    }

    private static void close(FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Returns the hidden name's beginning; that of a long name is cut, with digits of its digest in place of the rest. */
    private static String prefix(String name) {
        int room = LONGEST_NAME - 2 - DIGITS - ENDING.length();
        if (name.getBytes(StandardCharsets.UTF_8).length <= room) {
            return "." + name + "-";
        }
        String digest =
                Checksum.SHA_256.of(name.getBytes(StandardCharsets.UTF_8)).substring(0, 2 * DIGITS);
        StringBuilder cut = new StringBuilder();
        name.codePoints()
                .takeWhile(point -> (cut.toString() + Character.toString(point)).getBytes(StandardCharsets.UTF_8).length
                        <= room - 1 - digest.length())
                .forEach(cut::appendCodePoint);
        return "." + cut + "-" + digest + "-";
    }

    private static void deleteLeftBehind(Path folder, String prefix) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(prefix) + "[0-9a-f]{" + DIGITS + "}" + Pattern.quote(ENDING));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> name.matcher(file.getFileName().toString()).matches())) {
            for (Path file : files) {
                if (!HELD.contains(file)) {
                    deleteUnlessLocked(file);
                }
            }
        }
    }

    private static void deleteUnlessLocked(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException notOurs) {
            // gone meanwhile, another user's, or on a file system without locks: it stays
        }
    }

    /** Deletes the partial files of this process, which is about to end at once. */
    static void deleteHeld() {
        for (Path file : HELD) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException stays) {
                // the next writer of this name tries again
            }
        }
    }

    Path path() {
        return file;
    }

    FileChannel channel() {
        return channel;
    }

    /** Gives the file its name. It is still locked then, or it might be taken for one left behind. */
    void publish(Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Closes the file, and deletes it if it was not published. */
    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file);
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
