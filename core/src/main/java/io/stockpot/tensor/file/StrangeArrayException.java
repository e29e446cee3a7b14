package io.stockpot.tensor.file;

/** What is said of an array that holds no numbers: texts, objects, times. Beside weights it is no fault. */
final class StrangeArrayException extends MalformedException {
    private static final long serialVersionUID = 1L;

    StrangeArrayException(String why) {
        super(why);
    }
}
