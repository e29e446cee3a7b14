package io.stockpot.tensor.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What is wrong with the content of a file; the door that was asked to read it adds which file it is. */
class MalformedException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 500;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    /** Much of a message may come from the file itself: it is cut, and loses what terminals obey. */
    MalformedException(String why) {
        super(presentable(why));
    }

    private static String presentable(String why) {
        String cut = why.length() <= LONGEST ? why : why.substring(0, LONGEST) + "…";
        return CONTROL.matcher(cut).replaceAll("?");
    }

    /** Returns the error that the user sees. */
    IOException in(Path path, String kind) {
        return new IOException(path + " is not a readable " + kind + ": " + getMessage(), this);
    }
}
