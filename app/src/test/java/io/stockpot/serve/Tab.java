package io.stockpot.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A tab of a browser that has opened the link of a page. */
final class Tab {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI link;
    private final String name;
    private final String cookie;

    /** What was answered. */
    record Answer(int status, JsonNode json) {
        String error() {
            return json.path("error").asText();
        }
    }

    Tab(URI link, String name) throws IOException, InterruptedException {
        this.link = link;
        this.name = name;
        HttpResponse<String> welcome = client.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
        this.cookie = welcome.headers().firstValue("Set-Cookie").orElse("none=").replaceFirst(";.*", "");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(link.resolve(path))
                .header("Cookie", cookie)
                .header("X-Stockpot-Page", name);
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    Answer get(String path) throws IOException, InterruptedException {
        return answer(send(request(path).build()));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return answer(send(request(path).DELETE().build()));
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return answer(send(posting(path, body)));
    }

    CompletableFuture<Answer> postLater(String path, String body) {
        return client.sendAsync(posting(path, body), BodyHandlers.ofByteArray()).thenApply(Tab::answer);
    }

    HttpRequest posting(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        try {
            return new Answer(response.statusCode(), JSON.readTree(response.body()));
        } catch (IOException noJson) {
            throw new IllegalStateException("no JSON", noJson);
        }
    }
}
