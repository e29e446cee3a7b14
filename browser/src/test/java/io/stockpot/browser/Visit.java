package io.stockpot.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page that is open. When it is closed, it must have written nothing to the console and asked for no other address. */
final class Visit implements AutoCloseable {
    private static final int HEIGHT = 900;

    private final BrowserContext context;
    private final String origin;
    private final Page page;
    private final List<String> console = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private Visit(BrowserContext context, String origin) {
        this.context = context;
        this.origin = origin;
        this.page = context.newPage();
        page.onConsoleMessage(message -> {
            if (!isOvertaken(message)) {
                console.add(message.type() + ": " + message.text());
            }
        });
        page.onPageError(console::add);
        page.onRequest(request -> requests.add(request.url()));
    }

    /** A question that a cancelled one overtook on the way is refused and asked again, and the browser notes that. */
    private static boolean isOvertaken(ConsoleMessage message) {
        return message.location().contains("/api/mix") && message.text().contains("409");
    }

    /** Opens the page of this file. */
    static Visit to(Path file, Look look, Browser browser) {
        return to(file.toUri().toString(), "file:", look, browser);
    }

    /**
     * Opens the page at this address.
     *
     * @param origin what all addresses begin with that the page may ask for
     */
    static Visit to(String address, String origin, Look look, Browser browser) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width(), HEIGHT)
                .setColorScheme(look.scheme())
                .setLocale("en-GB")
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        context.setDefaultTimeout(15_000);
        Visit visit = new Visit(context, origin);
        visit.page.navigate(address);
        return visit;
    }

    /** Forgets what was written to the console so far that says this, and fails if nothing did. */
    void expectOnConsole(String words) {
        assertThat(console.removeIf(line -> line.contains(words)))
                .as("what the page wrote to the console: %s", console)
                .isTrue();
    }

    Page page() {
        return page;
    }

    /** Returns the value of an expression in the page, as text. */
    String value(String expression) {
        return String.valueOf(page.evaluate(expression));
    }

    /** Returns the text of the first of these elements, with plain spaces and hyphens. */
    String text(String selector) {
        return plain(page.locator(selector).first().textContent());
    }

    /** Returns the text with plain spaces and hyphens, of which some must not break on the page. */
    static String plain(String text) {
        return text.replace('\u00a0', ' ').replace('\u2011', '-');
    }

    /** Presses a key once, or several times. */
    void press(String key, int times) {
        for (int i = 0; i < times; i++) {
            page.keyboard().press(key);
        }
    }

    @Override
    public void close() {
        List<String> elsewhere = requests.stream()
                .filter(url -> !url.startsWith(origin) && !url.startsWith("data:") && !url.startsWith("blob:"))
                .toList();
        context.close();
        assertThat(console).as("what the page wrote to the console").isEmpty();
        assertThat(elsewhere).as("addresses that the page asked for").isEmpty();
    }
}
