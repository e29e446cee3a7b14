package io.stockpot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Opens pages in the browser of the user, by the program that the system has for it. */
final class Browser {
    /** A program that cannot open a page says so sooner. */
    private static final int SECONDS = 5;

    private static final String PAGE = "PAGE";

    private final List<List<String>> commands;

    /**
     * Makes an opener.
     *
     * @param commands programs with their arguments, tried in order; the word PAGE stands for the address
     */
    Browser(List<List<String>> commands) {
        this.commands = List.copyOf(commands);
    }

    /** Returns the opener of a system, e.g. of the property "os.name". */
    static Browser of(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return new Browser(List.of(List.of("rundll32", "url.dll,FileProtocolHandler", PAGE)));
        }
        if (name.startsWith("mac")) {
            return new Browser(List.of(List.of("open", PAGE)));
        }
        return new Browser(List.of(List.of("xdg-open", PAGE), List.of("gio", "open", PAGE)));
    }

    /**
     * Opens a page.
     *
     * @throws IOException if no program opens it, naming those that were tried
     */
    void open(Path page) throws IOException {
        String address = page.toAbsolutePath().toUri().toString();
        for (List<String> command : commands) {
            if (opens(command.stream()
                    .map(word -> word.equals(PAGE) ? address : word)
                    .toList())) {
                return;
            }
        }
        List<String> tried = commands.stream().map(command -> command.get(0)).toList();
        throw new IOException("--open found no program that opens pages (tried " + String.join(", ", tried) + "); open "
                + address + " in a browser");
    }

    private static boolean opens(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // a browser that is started anew keeps the program busy
            return !process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
