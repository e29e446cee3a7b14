package io.stockpot.base;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Says why the system refused something, for messages that name the file themselves. */
public final class FileFailures {
    private FileFailures() {}

    /** Returns the reason without the name of the file; the whole message where the failure is about another file. */
    public static String reason(IOException failure, Path file) {
        if (!(failure instanceof FileSystemException refused)
                || refused.getFile() == null
                || !Path.of(refused.getFile()).toAbsolutePath().equals(file.toAbsolutePath())) {
            return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        }
        if (refused.getReason() != null) {
            return refused.getReason();
        }
        if (refused instanceof AccessDeniedException) {
            return "no permission";
        }
        return refused instanceof NoSuchFileException
                ? "its folder is missing"
                : refused.getClass().getSimpleName();
    }
}
