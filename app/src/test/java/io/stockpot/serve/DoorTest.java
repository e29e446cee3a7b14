package io.stockpot.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Knocks at the door as others would. */
class DoorTest {
    private MadePage made;
    private URI link;
    private Tab tab;

    @BeforeEach
    void open() throws IOException, InterruptedException {
        made = new MadePage(3);
        link = made.page().address();
        tab = new Tab(link, "tab");
    }

    @AfterEach
    void close() throws InterruptedException {
        made.close();
    }

    /** Sends lines as they are, which no client of HTTP would. */
    private String raw(String... lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.getPort())) {
            String text = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String cookie() {
        return "Cookie: stockpot-" + link.getPort() + "=" + link.getQuery().replace("token=", "");
    }

    private String host() {
        return "Host: 127.0.0.1:" + link.getPort();
    }

    @Test
    void bindsTheLoopbackAndPrintsALinkWithAToken() {
        assertThat(link.toString()).matches("http://127\\.0\\.0\\.1:\\d+/\\?token=[A-Za-z0-9_-]{32}");
    }

    @Test
    void exchangesTheTokenForACookie() throws IOException, InterruptedException {
        HttpResponse<String> welcome =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        assertThat(welcome.statusCode()).isEqualTo(303);
        assertThat(welcome.headers().firstValue("Location")).hasValue("/");
        assertThat(welcome.headers().firstValue("Set-Cookie").orElseThrow())
                .endsWith("; Path=/; HttpOnly; SameSite=Strict");
        assertThat(tab.get("/api/view").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/view", "/assets/echarts.min.js", "/api/photos/0.png", "/nowhere"})
    void showsNothingWithoutTheToken(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(link.resolve(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"open the whole link that 'stockpot serve' printed, with its token\"}");
    }

    @Test
    void refusesAnotherToken() throws IOException {
        assertThat(raw("GET /?token=abc HTTP/1.1", host()))
                .startsWith("HTTP/1.1 403")
                .doesNotContain("Set-Cookie");
        assertThat(raw("GET /api/view HTTP/1.1", host(), "Cookie: stockpot-" + link.getPort() + "=abc"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /api/view HTTP/1.1", host(), cookie())).startsWith("HTTP/1.1 200");
        assertThat(raw("GET /api/view HTTP/1.1", host(), "Cookie: other=1; " + cookie().substring(8)))
                .startsWith("HTTP/1.1 200");
    }

    /** A name of somebody else that is made to point here (DNS rebinding). */
    @Test
    void refusesOtherHosts() throws IOException {
        assertThat(raw("GET /api/view HTTP/1.1", "Host: evil.example:" + link.getPort(), cookie()))
                .startsWith("HTTP/1.1 403")
                .contains("this server is not 'evil.example:" + link.getPort());
        assertThat(raw("GET /api/view HTTP/1.1", "Host: 127.0.0.1", cookie())).startsWith("HTTP/1.1 403");
        assertThat(raw("GET /api/view HTTP/1.1", "Host: 127.0.0.1:1", cookie())).startsWith("HTTP/1.1 403");
        assertThat(raw("GET /api/view HTTP/1.1", cookie())).startsWith("HTTP/1.1 4");
        assertThat(raw("GET /api/view HTTP/1.1", host(), "Host: evil.example", cookie()))
                .startsWith("HTTP/1.1 4");
        assertThat(raw("GET /api/view HTTP/1.1", "Host: localhost:" + link.getPort(), cookie()))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesOtherOrigins() throws IOException {
        for (String origin : List.of("http://evil.example", "null", "https://127.0.0.1:" + link.getPort())) {
            assertThat(raw("GET /api/view HTTP/1.1", host(), "Origin: " + origin, cookie()))
                    .startsWith("HTTP/1.1 403")
                    .contains("requests of other sites' pages are not answered");
        }
        assertThat(raw("GET /api/view HTTP/1.1", host(), "Origin: http://127.0.0.1:" + link.getPort(), cookie()))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../page.html",
                "/assets/..%2fpage.html",
                "/assets/%2e%2e/page.html",
                "/assets/%2e%2e%2f%2e%2e%2fcli%2fStockpot.class",
                "/assets/..%5cpage.html",
                "/../../etc/passwd",
                "/assets/Server.class",
                "/assets/page.html",
                "/assets/",
                "/api/photos/../view",
                "/api/photos/%00.png",
                "/api/photos/..%2f0.png"
            })
    void leavesNoFolder(String path) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.1", host(), cookie())).startsWith("HTTP/1.1 40");
    }

    @Test
    void refusesALargeBody() throws IOException, InterruptedException {
        Tab.Answer answer = tab.post("/api/mix", "{\"weights\":[\"" + "0".repeat(Server.LARGEST_BODY) + "\"]}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).isEqualTo("the body has more than 65536 bytes; send less at once");
    }

    @Test
    void refusesBodiesOfForms() throws IOException, InterruptedException {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
            HttpResponse<byte[]> answer = tab.send(tab.request("/api/mix")
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("{\"weights\":[\"1\",\"0\"]}"))
                    .build());
            assertThat(answer.statusCode()).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/view, GET",
        "GET, /api/mix, POST",
        "PUT, /api/mix, POST",
        "DELETE, /, GET",
        "HEAD, /api/view, GET",
        "OPTIONS, /api/mix, POST"
    })
    void refusesOtherMethods(String method, String path, String allowed) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = tab.send(
                tab.request(path).method(method, BodyPublishers.noBody()).build());
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(answer.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void saysWhatThePageMayDo() throws IOException, InterruptedException {
        for (String path : List.of("/", "/api/view", "/api/photos/0.png", "/nowhere")) {
            HttpResponse<byte[]> answer = tab.send(tab.request(path).build());
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'self'; img-src 'self' data:;", "frame-ancestors 'none'")
                    .doesNotContain("script-src", "*", "unsafe-eval");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        }
    }

    @Test
    void refusesAPortThatIsTakenAndAnAddressThatIsNone() {
        assertThatThrownBy(() -> Server.start("127.0.0.1", link.getPort(), new Routes()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing can listen on port " + link.getPort() + " of '127.0.0.1'")
                .hasMessageEndingWith("leave the port out to take a free one");
        assertThatThrownBy(() -> Server.start("no such address", 0, new Routes()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this machine has no address 'no such address'");
    }
}
