package io.stockpot.tensor;

import java.io.IOException;
import java.nio.file.Path;

/** What is wrong with the content of a file; the door that was asked to read it adds which file it is. */
final class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedException(String why) {
        super(why);
    }

    /** Returns the error that the user sees. */
    IOException in(Path path, String kind) {
        return new IOException(path + " is not a readable " + kind + ": " + getMessage(), this);
    }
}
