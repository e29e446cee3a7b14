package io.stockpot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs in processes of their own, with the classes of the test that starts them. */
public final class JavaProcess {
    /** For programs that live some seconds: little memory, and no time for compiling well. */
    private static final List<String> SHORT_LIVED = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private JavaProcess() {}

    /**
     * Returns a builder of a process that lives some seconds; nothing is started.
     *
     * @param main name of the class
     */
    public static ProcessBuilder of(String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }
}
