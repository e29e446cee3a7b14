package io.stockpot.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;

/** Describes failures in one sentence. */
public final class Failures {
    /** These have nothing but the file's name as their message. */
    private static final Map<Class<?>, String> FILE_FAILURES = Map.of(
            NoSuchFileException.class, "there is no file '%s'",
            AccessDeniedException.class, "no permission for '%s'",
            FileAlreadyExistsException.class, "'%s' exists already");

    /** Their messages are sentences of this project: files, arguments, a training that diverged. */
    private static final List<Class<?>> FOR_PEOPLE = List.of(
            IOException.class, UncheckedIOException.class, IllegalArgumentException.class, ArithmeticException.class);

    private Failures() {}

    /** Returns what went wrong, without stack or class name where the message is meant for people. */
    public static String describe(Exception failure) {
        if (failure instanceof UncheckedIOException carrier
                && carrier.getCause().toString().equals(carrier.getMessage())) {
            return describe(carrier.getCause());
        }
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().strip();
        String type = failure.getClass().getSimpleName();
        if (message.isEmpty()) {
            return type;
        }
        if (failure instanceof FileSystemException file && file.getReason() == null) {
            return FILE_FAILURES
                    .getOrDefault(file.getClass(), type + " at '%s'")
                    .formatted(file.getFile());
        }
        boolean forPeople = FOR_PEOPLE.stream().anyMatch(kind -> kind.isInstance(failure));
        // failures of the engine bring their whole native stack as their message
        return forPeople ? message : type + ": " + message.lines().findFirst().orElseThrow();
    }
}
