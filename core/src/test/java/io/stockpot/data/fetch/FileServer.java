package io.stockpot.data.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A server of one file on this machine, with the faults of real ones. */
final class FileServer implements AutoCloseable {
    /** What the server does wrong. */
    enum Fault {
        NONE,
        IGNORES_RANGES,
        /** Breaks off each answer after half of it. */
        BREAKS_HALFWAY,
        /** Says nothing more after half of the answer. */
        STALLS_HALFWAY,
        SLOW,
        /** Sends a byte fifty times a second. */
        DRIPS,
        /** Does not say how long the answer is, and never ends it. */
        ENDLESS,
        SILENT,
        NOT_FOUND
    }

    private static final long FOR_EVER = 60_000;

    private final byte[] content;
    private final Fault fault;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<String> ranges = new CopyOnWriteArrayList<>();

    FileServer(byte[] content, Fault fault) throws IOException {
        this.content = content;
        this.fault = fault;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Returns the address of a file of this name. */
    URI address(String name) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }

    /** Returns the range of each request so far, empty for a request of the whole. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        try (exchange) {
            if (fault == Fault.SILENT) {
                waitForClosing(FOR_EVER);
            } else if (fault == Fault.NOT_FOUND) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                int begin = range == null || fault == Fault.IGNORES_RANGES
                        ? 0
                        : Integer.parseInt(range.replaceAll("\\D", ""));
                send(exchange, begin);
            }
        }
    }

    private void send(HttpExchange exchange, int begin) throws IOException {
        if (begin >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (begin > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(begin, content.length - 1, content.length));
        }
        if (fault == Fault.ENDLESS) {
            sendWithoutEnd(exchange);
            return;
        }
        int rest = content.length - begin;
        exchange.sendResponseHeaders(begin > 0 ? 206 : 200, rest);
        if (fault == Fault.SLOW) {
            waitForClosing(1_500);
        }
        if (fault == Fault.DRIPS) {
            drip(exchange.getResponseBody());
            return;
        }
        boolean whole = fault == Fault.NONE || fault == Fault.SLOW || fault == Fault.IGNORES_RANGES;
        OutputStream body = exchange.getResponseBody();
        body.write(Arrays.copyOfRange(content, begin, begin + (whole ? rest : rest / 2)));
        body.flush();
        if (fault == Fault.STALLS_HALFWAY) {
            waitForClosing(FOR_EVER);
        }
    }

    private static void sendWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = new byte[1 << 16];
        while (!Thread.currentThread().isInterrupted()) {
            exchange.getResponseBody().write(block);
        }
    }

    private void drip(OutputStream body) throws IOException {
        while (!Thread.currentThread().isInterrupted()) {
            body.write(1);
            body.flush();
            waitForClosing(20);
        }
    }

    private void waitForClosing(long milliseconds) {
        try {
            if (closing.await(milliseconds, TimeUnit.MILLISECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
