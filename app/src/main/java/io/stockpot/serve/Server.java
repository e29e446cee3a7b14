package io.stockpot.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thin layer over the HTTP server of the JDK: who is let in ({@link Door}), what is where ({@link Routes}), limits, and
 * headers that keep a browser from doing more with the page than it says.
 */
public final class Server implements AutoCloseable {
    /** Bytes of a request's body, at most. */
    static final int LARGEST_BODY = 64 << 10;

    /** The page loads its own files only; charts set style attributes, and pictures may be inside of answers. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; style-src-attr 'unsafe-inline';"
            + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private static final int THREADS = 24;
    private static final int WAITING = 200;
    private static final int SECONDS_FOR_A_REQUEST = 30;

    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final Door door;
    private final Routes routes;
    private final String host;
    private final AtomicLong nameless = new AtomicLong();

    private Server(HttpServer http, String host, Routes routes) {
        this.http = http;
        this.host = host;
        this.routes = routes;
        this.door = new Door(host, http.getAddress());
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(WAITING),
                Server::thread,
                new ThreadPoolExecutor.CallerRunsPolicy());
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stockpot serve");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a server.
     *
     * @param host the address or name to listen on
     * @param port 0 takes a free one
     * @throws IOException if nothing can listen there, with the way out
     */
    public static Server start(String host, int port, Routes routes) throws IOException {
        settle();
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!isHere(address)) {
                throw new UnknownHostException(host);
            }
            HttpServer http = HttpServer.create(new InetSocketAddress(address, port), 0);
            Server server = new Server(http, host, routes);
            http.setExecutor(server.threads);
            http.createContext("/", server::handle);
            http.start();
            return server;
        } catch (UnknownHostException unknown) {
            throw new IOException("this machine has no address '" + host + "'; 127.0.0.1 is always its own", unknown);
        } catch (BindException taken) {
            throw new IOException(
                    "nothing can listen on port " + port + " of '" + host + "' (" + taken.getMessage()
                            + "); leave the port out to take a free one",
                    taken);
        }
    }

    /** Interfaces name one loopback address, and have all. */
    private static boolean isHere(InetAddress address) throws IOException {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
    }

    /**
     * Ends connections that take for ever to ask, and sends answers at once: the two parts of one would otherwise be 40 ms
     * apart (Nagle's algorithm). The JDK reads this once, before its first server.
     */
    private static void settle() {
        Map<String, String> settings = Map.of(
                "sun.net.httpserver.maxReqTime",
                String.valueOf(SECONDS_FOR_A_REQUEST),
                "sun.net.httpserver.nodelay",
                "true");
        settings.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    }

    /** Returns the link that opens the page, with its token. */
    public URI address() {
        InetSocketAddress bound = http.getAddress();
        String shown = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
        return URI.create("http://" + Door.authority(shown, bound.getPort()) + "/?token=" + door.token());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Reply answer(HttpExchange exchange) {
        try {
            door.requireOwn(exchange.getRequestHeaders(), exchange.getLocalAddress());
            Map<String, String> query = query(exchange.getRequestURI());
            String path = path(exchange.getRequestURI());
            if (path.equals("/") && query.containsKey("token")) {
                return welcome(query.get("token"));
            }
            door.requireCookie(exchange.getRequestHeaders());
            String page = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Stockpot-Page"))
                    .filter(name -> name.matches("[A-Za-z0-9-]{1,64}"))
                    .orElseGet(() -> " " + nameless.incrementAndGet());
            return routes.answer(new Call(exchange.getRequestMethod(), path, Map.of(), query, page, body(exchange)));
        } catch (Refusal refusal) {
            return Reply.error(refusal);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Reply.error(new Refusal(Refusal.FAULT, "the server ends"));
        } catch (IOException failure) {
            return Reply.error(new Refusal(Refusal.FAULT, String.valueOf(failure.getMessage())));
        } catch (RuntimeException | LinkageError fault) {
            return Reply.error(new Refusal(Refusal.FAULT, "a fault of the program: " + fault));
        }
    }

    private Reply welcome(String token) {
        if (!door.opens(token)) {
            throw new Refusal(
                    Refusal.FORBIDDEN, "this token is of another server; open the link that was printed last");
        }
        return Reply.redirect("/").with("Set-Cookie", door.setCookie());
    }

    private static String path(URI address) {
        String path = address.getPath();
        if (path == null || !path.startsWith("/")) {
            throw Refusal.wrong("a path begins with '/'");
        }
        return path;
    }

    private static Map<String, String> query(URI address) {
        Map<String, String> query = new HashMap<>();
        String text = address.getRawQuery();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
            String[] parts = pair.split("=", 2);
            try {
                query.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
            } catch (IllegalArgumentException wrong) {
                throw Refusal.wrong("'" + Call.shortened(pair) + "' is no parameter: " + wrong.getMessage());
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        try (InputStream stream = exchange.getRequestBody()) {
            byte[] body = stream.readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                throw new Refusal(
                        Refusal.TOO_LARGE, "the body has more than " + LARGEST_BODY + " bytes; send less at once");
            }
            String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .orElse("");
            if (body.length > 0 && !type.matches("(?i)application/json(\\s*;.*)?")) {
                throw new Refusal(
                        Refusal.WRONG_TYPE,
                        "the body is '" + Call.shortened(type) + "'; send JSON as application/json");
            }
            return body;
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cache-Control", "no-cache");
        headers.putAll(reply.headers());
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] body = reply.body();
        boolean silent = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        exchange.sendResponseHeaders(reply.status(), silent ? -1 : body.length);
        if (!silent) {
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        }
    }

    /** Stops to listen, and ends what is being answered. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
