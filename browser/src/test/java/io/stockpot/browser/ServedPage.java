package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import io.stockpot.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A live page: {@code stockpot serve} in a process of its own, with the models and pictures of {@link MadePages}. */
final class ServedPage implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:[0-9]+)/\\?token=[A-Za-z0-9_-]+");
    private static final long SECONDS = 60;

    private final Process process;
    private final Path folder;
    private String address = "";
    private String origin = "";

    private ServedPage(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * Starts a server that knows all mixtures that a season has measured, and may write.
     *
     * @param folder where it runs, and has a folder "out"
     * @param models names of the models that are mixed
     */
    static ServedPage start(Path folder, List<String> models, String... options) {
        MadePages.Season season = MadePages.season(20);
        List<String> arguments = new ArrayList<>(List.of("serve"));
        models.forEach(model -> arguments.add(made(season, model + ".safetensors")));
        arguments.addAll(List.of("--out", folder.resolve("out").toString()));
        if (models.size() == 3) {
            arguments.addAll(List.of(
                    "--outcomes", season.folder().resolve("outcomes.json").toString()));
        }
        arguments.addAll(List.of(options));
        return start(folder, arguments);
    }

    /** Returns the place of what lies beside the folders of seasons: models, and folders of pictures. */
    static String made(MadePages.Season season, String name) {
        return season.folder().resolveSibling(name).toString();
    }

    private static ServedPage start(Path folder, List<String> arguments) {
        try {
            Files.createDirectories(folder.resolve("out"));
            ServedPage page = new ServedPage(
                    JavaProcess.of("io.stockpot.cli.Stockpot", arguments)
                            .directory(folder.toFile())
                            .redirectOutput(folder.resolve("printed").toFile())
                            .redirectError(folder.resolve("errors").toFile())
                            .start(),
                    folder);
            page.await();
            return page;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void await() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end && process.isAlive()) {
            Matcher matcher = ADDRESS.matcher(Files.readString(folder.resolve("printed")));
            if (matcher.find()) {
                address = matcher.group();
                origin = matcher.group(1);
                return;
            }
            pause();
        }
        close();
        throw new AssertionError("no page was served: " + Files.readString(folder.resolve("errors")));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
    }

    /** Returns the folder that soups and labels are written to. */
    Path out() {
        return folder.resolve("out");
    }

    /** Opens the page in a browser that has its token, and waits until it shows what it is about. */
    Visit visit(Look look, Browser browser) {
        return visit("", look, browser);
    }

    /** Opens the page as this fragment says. */
    Visit visit(String fragment, Look look, Browser browser) {
        Visit visit = Visit.to(address + fragment, origin, look, browser);
        visit.page().locator("#desk").waitFor();
        return visit;
    }

    /** Waits until what the photos say is what the current mixture says. */
    static void awaitPhotos(Visit visit) {
        visit.page().locator("#panel-photos .answer:not([data-old])").waitFor();
    }

    /** Waits until what is known is of the current mixture. */
    static void awaitKnown(Visit visit) {
        visit.page().locator("#known:not([data-old])").waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
