package io.stockpot.run;

import io.stockpot.base.FileFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two processes from doing the same step at once. The second fails at once instead
 * of waiting: the first may work for hours, and the usual reason is a command started twice. The
 * operating system frees the lock of a process that dies.
 */
public final class RunLock implements AutoCloseable {
    /**
     * The locks of this process. A process that opens and closes a file it has locked loses the lock
     * (POSIX), so it must know without opening.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Acquires the lock.
     *
     * @param file the lock's own file, created when it is missing
     * @param name the step, for the error message
     * @throws IOException if another process, or another thread of this one, has it; or if the file cannot be written
     */
    public static RunLock take(Path file, String name) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        if (!HELD.add(absolute)) {
            throw new StepBusyException(name, "this process", absolute);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    absolute, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new StepBusyException(name, "process " + text(channel), absolute);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
            return new RunLock(absolute, channel);
        } catch (IOException failure) {
            HELD.remove(absolute);
            if (channel != null) {
                channel.close();
            }
            throw failure instanceof StepBusyException
                    ? failure
                    : new IOException(
                            "cannot write " + absolute + ": " + FileFailures.reason(failure, absolute), failure);
        }
    }

    /**
     * Returns whether a process has a lock. The file is read only, and no lock is asked for unless the process that the
     * file names is alive: one that takes the lock just now must not find it held by somebody who looked.
     *
     * @throws IOException if the file is there and cannot be read
     */
    static boolean isHeld(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        if (HELD.contains(absolute)) {
            return true;
        }
        if (!Files.exists(absolute)) {
            return false;
        }
        String process = Files.readString(absolute).strip();
        if (!process.matches("\\d{1,18}")
                || ProcessHandle.of(Long.parseLong(process)).isEmpty()) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(absolute, StandardOpenOption.READ);
                FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return free == null;
        }
    }

    private static String text(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    /**
     * Deletes the file. Only for a step that is finished: a process that still waits at the deleted file
     * gets a lock that excludes nobody, and must find the finished step then.
     */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
