package io.stockpot.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the program runs on, in words. */
public final class Machine {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    /** Returns e.g. "2 processors (AMD EPYC), Linux amd64, Java 17.0.1". */
    public static String text() {
        int processors = Runtime.getRuntime().availableProcessors();
        return processors + (processors == 1 ? " processor" : " processors") + model() + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", Java "
                + System.getProperty("java.version");
    }

    /** Only Linux names its processor; elsewhere the architecture must do. */
    private static String model() {
        if (!Files.isReadable(PROCESSORS)) {
            return "";
        }
        try {
            return Files.readAllLines(PROCESSORS).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> " (" + line.substring(line.indexOf(':') + 1).strip() + ")")
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }
}
