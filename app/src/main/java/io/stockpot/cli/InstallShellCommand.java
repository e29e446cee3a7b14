package io.stockpot.cli;

import io.stockpot.base.AtomicFile;
import io.stockpot.cli.usage.ManPage;
import io.stockpot.run.Version;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts what shells and manuals look for where they look for it. */
@Command(
        name = "install-shell",
        description = "Installs what your shell knows of stockpot: the command itself, a link to this launcher,"
                + " completion for bash and zsh, and the pages of the manual.",
        footer = "stockpot install-shell --prefix /usr/local",
        mixinStandardHelpOptions = true)
final class InstallShellCommand implements Callable<Integer> {
    private static final String NAME = "stockpot";

    @Spec
    private CommandSpec command;

    @Option(
            names = "--prefix",
            paramLabel = "FOLDER",
            description = "Install into this folder's bin and share (default: ~/.local, for you alone).")
    private Path prefix;

    @Override
    public Integer call() throws IOException {
        Path place = (prefix == null ? Path.of(System.getProperty("user.home"), ".local") : prefix).toAbsolutePath();
        PrintWriter output = command.commandLine().getOut();
        Path completion = place.resolve("share/bash-completion/completions").resolve(NAME);
        AtomicFile.writeText(completion, AutoComplete.bash(NAME, command.root().commandLine()));
        output.println("completion: " + completion + " (zsh reads it after 'source " + completion + "' in ~/.zshrc)");
        Path pages = place.resolve("share/man/man1");
        for (ManPage page : ManPage.of(command.root().commandLine(), Version.text())) {
            AtomicFile.writeText(pages.resolve(page.fileName()), page.text());
        }
        output.println("manual: " + pages.resolve(NAME + ".1") + " and one page for each command");
        Optional<Path> launcher = launcher();
        if (launcher.isPresent()) {
            link(launcher.get(), place.resolve("bin"), output);
        }
        output.flush();
        return ExitCode.OK;
    }

    /** Returns the launcher that started this process, which says so in a property. */
    private static Optional<Path> launcher() {
        return Optional.ofNullable(System.getProperty("stockpot.launcher")).map(Path::of);
    }

    private static void link(Path launcher, Path folder, PrintWriter output) throws IOException {
        Path link = folder.resolve(NAME);
        Files.createDirectories(folder);
        if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(link)) {
            throw new IOException("'" + link + "' is there and is no link; move it away, then do this again");
        }
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, launcher);
        output.println("command: " + link + " -> " + launcher);
        boolean found = Arrays.asList(System.getenv().getOrDefault("PATH", "").split(":"))
                .contains(folder.toString());
        if (!found) {
            output.println("'" + folder + "' is not on your PATH; add this line to ~/.profile: export PATH=\"" + folder
                    + ":$PATH\"");
        }
    }
}
