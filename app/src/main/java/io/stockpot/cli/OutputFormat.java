package io.stockpot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is written into a file. Its ending must not promise anything else: others go by it. */
enum OutputFormat {
    SAFETENSORS("safetensors"),
    ONNX("onnx"),
    PYTORCH("pth"),
    NUMPY("npz"),
    PNG("png"),
    JSON("json"),
    MARKDOWN("md");

    /** Endings of other formats that programs of the field read. */
    private static final List<String> FOREIGN =
            List.of("pt", "ckpt", "bin", "h5", "npy", "zip", "pdf", "svg", "jpg", "jpeg", "html", "yaml", "yml", "csv");

    private final String ending;

    OutputFormat(String ending) {
        this.ending = ending;
    }

    /** Returns whether a file has the ending of this format. */
    boolean suits(Path file) {
        return ending(file).equals(ending);
    }

    /**
     * Refuses a file without the ending of this format; a folder is left to those who know what was meant by it.
     *
     * @param name of the option
     * @param wayOut how to get another format, after "unlike 'soup.pth'"; may be empty
     */
    void require(CommandSpec command, String name, Path file, String wayOut) {
        if (file != null && !suits(file) && !Files.isDirectory(file)) {
            throw new ParameterException(
                    command.commandLine(), name + " must be a file *." + ending + ", unlike '" + file + "'" + wayOut);
        }
    }

    /** Refuses a soup's file without the ending of safetensors, and says how to get other formats. */
    static void requireSoup(CommandSpec command, Path file) {
        SAFETENSORS.require(
                command,
                "--out",
                file,
                "; other formats are made of that file: ONNX by 'stockpot convert soup.safetensors soup.onnx', PyTorch's"
                        + " by 'stockpot convert soup.safetensors soup.pth'");
    }

    /** Refuses a file with the ending of another format; any other ending, or none, is as good as the usual one. */
    void requireNoOther(CommandSpec command, String name, Path file) {
        if (file != null && isKnown(file)) {
            require(command, name, file, "");
        }
    }

    /** Returns whether the ending of a file is that of some format. */
    static boolean isKnown(Path file) {
        String ending = ending(file);
        return FOREIGN.contains(ending) || Arrays.stream(values()).anyMatch(format -> format.ending.equals(ending));
    }

    private static String ending(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
