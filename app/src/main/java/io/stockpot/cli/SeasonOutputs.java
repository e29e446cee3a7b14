package io.stockpot.cli;

import io.stockpot.base.AtomicFile;
import io.stockpot.report.Report;
import io.stockpot.report.ReportWriter;
import io.stockpot.report.SeasonSummary;
import io.stockpot.run.Failures;
import io.stockpot.soup.FileSoup;
import io.stockpot.soup.MixFiles;
import io.stockpot.soup.Soup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The files that a season writes beside its sentences. */
final class SeasonOutputs {
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write the soup there, a file *.safetensors, and its card beside it.")
    private Path out;

    @Option(names = "--report", paramLabel = "FOLDER", description = "Write a page with tables and figures there.")
    private Path report;

    @Option(
            names = "--outcomes",
            paramLabel = "FILE",
            description =
                    "Write there what every mixture got right, as JSON (exhaustive search); with --unlabelled, what was"
                            + " found of every mixture.")
    private Path outcomes;

    /** One thing to be written. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    boolean outcomes() {
        return outcomes != null;
    }

    /** Refuses files whose endings promise another format. */
    void requireEndings(CommandSpec command) {
        OutputFormat.requireSoup(command, out);
        OutputFormat.JSON.requireNoOther(command, "--outcomes", outcomes);
        if (report != null && OutputFormat.isKnown(report) && !Files.isDirectory(report)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--report must be a folder, unlike '" + report + "'; the page will be report.html in it");
        }
    }

    /**
     * Checks, before a search that may take hours, that its results can be written.
     *
     * @throws IOException naming the option, the place and what is wrong with it
     */
    void requirePlaces(MixFiles ingredients) throws IOException {
        if (out != null) {
            ingredients.requireOutput(out);
            requireFile("--out", out);
        }
        if (report != null) {
            requireRoom("--report", report.toAbsolutePath());
        }
        if (outcomes != null) {
            ingredients.requireOther(outcomes);
            requireFile("--outcomes", outcomes);
        }
    }

    private static void requireFile(String option, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(option + ": '" + file + "' is a folder; name a file in it");
        }
        requireRoom(option, file.toAbsolutePath().getParent());
    }

    /** Checks that the folder is one, or can be made, and takes files. */
    private static void requireRoom(String option, Path folder) throws IOException {
        Path there = folder;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            throw new IOException(option + ": '" + there + "' is a file, not a folder; name another place");
        }
        try {
            AtomicFile.requireRoom(there);
        } catch (IOException failure) {
            throw new IOException(
                    option + ": nothing can be written to '" + there + "' (" + Failures.describe(failure)
                            + "); name another place",
                    failure);
        }
    }

    /**
     * Writes what was asked for; what cannot be written does not keep the rest from being.
     *
     * @param mixer makes mixtures of the ingredients
     * @throws IOException naming all that failed
     */
    void write(FileSoup soup, Soup mixer, SeasonSummary findings, Supplier<Report> page, PrintWriter output)
            throws IOException {
        // what the search found comes first: it is what took long
        writeAll(List.of(
                () -> writeOutcomes(findings), () -> writeSoup(soup, mixer, output), () -> writePage(page, output)));
    }

    /**
     * Writes what was asked for after a choice without labels, as {@link #write} does after one with them.
     *
     * @param json what {@code --outcomes} writes
     */
    void writeUnlabelled(FileSoup soup, Soup mixer, String json, Supplier<Report> page, PrintWriter output)
            throws IOException {
        writeAll(List.of(() -> writeText(json), () -> writeSoup(soup, mixer, output), () -> writePage(page, output)));
    }

    private void writeText(String json) throws IOException {
        if (outcomes != null) {
            Files.writeString(outcomes, json + "\n");
        }
    }

    private static void writeAll(List<Writing> writings) throws IOException {
        List<Exception> failures = new ArrayList<>();
        for (Writing writing : writings) {
            try {
                writing.write();
            } catch (IOException | RuntimeException failure) {
                // engine and figures fail by unchecked exceptions
                failures.add(failure);
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException(
                    String.join("; ", failures.stream().map(Failures::describe).toList()), failures.get(0));
        }
    }

    private void writeSoup(FileSoup soup, Soup mixer, PrintWriter output) throws IOException {
        if (out != null) {
            List<String> line =
                    soup.write(out, mixer.mix(soup.weights())).provenance().ancestors();
            output.println("soup: " + out + ", digest " + line.get(line.size() - 1));
        }
    }

    private void writePage(Supplier<Report> page, PrintWriter output) throws IOException {
        if (report != null) {
            output.println("report: " + ReportWriter.write(report, page.get()));
        }
    }

    private void writeOutcomes(SeasonSummary findings) throws IOException {
        if (outcomes != null && findings.evidence().isPresent()) {
            findings.evidence().get().outcomes().write(outcomes);
        }
    }
}
