package io.stockpot.data.fetch;

import io.stockpot.base.ChannelIo;
import io.stockpot.base.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The requests of one download: asks for what the partial file lacks, and asks again when the connection
 * breaks, as long as each answer brings something. It ends: the bytes are bounded by the size of the file, the time
 * by the rate at which they must come.
 */
final class Transfer {
    private static final int ATTEMPTS = 5;
    private static final int BUFFER = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Download download;
    private final Path partial;
    private final Progress progress;
    private final HttpClient client;
    private final ExecutorService reader;

    private Transfer(Download download, Path partial, Progress progress, ExecutorService reader) {
        this.download = download;
        this.partial = partial;
        this.progress = progress;
        this.reader = reader;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(download.patience().connection())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    /** Completes the partial file, which need not exist. */
    static void run(Download download, Path partial, Progress progress) throws IOException {
        ExecutorService reader = Executors.newSingleThreadExecutor(Transfer::daemon);
        try {
            new Transfer(download, partial, progress, reader).completeWithRetries();
        } finally {
            reader.shutdownNow();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "download");
        thread.setDaemon(true);
        return thread;
    }

    private void completeWithRetries() throws IOException {
        for (int attempt = 1; true; attempt++) {
            long before = size();
            try {
                complete();
                return;
            } catch (InterruptedIOException interrupted) {
                throw interrupted;
            } catch (TooLongException another) {
                Files.deleteIfExists(partial);
                throw another;
            } catch (IOException failure) {
                if (attempt == ATTEMPTS || size() <= before) {
                    throw failure;
                }
            }
        }
    }

    /** Thrown when more comes than the file has: it is another file. */
    private static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;

        TooLongException(String name, long size) {
            super("%s comes with more than its %d bytes".formatted(name, size));
        }
    }

    private long size() throws IOException {
        return Files.exists(partial) ? Files.size(partial) : 0;
    }

    private void complete() throws IOException {
        long offset = size();
        HttpResponse<InputStream> response = ask(offset);
        if (response.statusCode() == RANGE_NOT_SATISFIABLE && offset > 0) {
            response.body().close();
            Files.delete(partial);
            offset = 0;
            response = ask(offset);
        }
        try (InputStream body = response.body()) {
            long begin = begin(response, offset);
            long length = response.headers().firstValueAsLong("Content-Length").orElse(Progress.UNKNOWN);
            long total = length == Progress.UNKNOWN ? Progress.UNKNOWN : begin + length;
            try (Progress.Task task = progress.start("download " + download.name(), total, "bytes")) {
                receive(body, begin, total, task);
            }
        }
    }

    private HttpResponse<InputStream> ask(long offset) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(download.address());
        if (offset > 0) {
            request.header("Range", "bytes=" + offset + "-");
        }
        Duration patience =
                download.patience().connection().plus(download.patience().data());
        return await(client.sendAsync(request.build(), BodyHandlers.ofInputStream()), patience);
    }

    /** Returns where in the file the answer begins. */
    private static long begin(HttpResponse<InputStream> response, long offset) throws IOException {
        if (response.statusCode() == OK) {
            return 0;
        }
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (response.statusCode() == PARTIAL_CONTENT && range.startsWith("bytes " + offset + "-")) {
            return offset;
        }
        throw new IOException("the server answered with status " + response.statusCode());
    }

    private void receive(InputStream body, long begin, long total, Progress.Task task) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long done = begin;
        Rate rate = new Rate();
        try (FileChannel file = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.truncate(begin).position(begin);
            for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
                done += count;
                if (done > download.size()) {
                    throw new TooLongException(download.name(), download.size());
                }
                ChannelIo.writeFully(file, ByteBuffer.wrap(buffer, 0, count));
                rate.add(count);
                task.advanceTo(done);
            }
        }
        if (total != Progress.UNKNOWN && done < total) {
            throw new IOException("the connection broke after %d of %d bytes".formatted(done, total));
        }
    }

    /** Counts what comes, and loses patience with a server that sends just enough not to be silent. */
    private final class Rate {
        private long begin = System.nanoTime();
        private long bytes;

        void add(int count) throws IOException {
            bytes += count;
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
            if (elapsed.compareTo(download.patience().data()) < 0) {
                return;
            }
            if (bytes < download.patience().slowest() * elapsed.toMillis() / 1000) {
                throw new IOException(
                        "%s sent %d bytes in %s, which is too slow".formatted(host(), bytes, seconds(elapsed)));
            }
            begin = System.nanoTime();
            bytes = 0;
        }
    }

    private int read(InputStream body, byte[] buffer) throws IOException {
        return await(reader.submit(() -> body.read(buffer)), download.patience().data());
    }

    private <T> T await(Future<T> answer, Duration patience) throws IOException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silence) {
            answer.cancel(true);
            throw new IOException("no answer from %s for %s".formatted(host(), seconds(patience)), silence);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while downloading " + download.name());
        } catch (ExecutionException failure) {
            throw explained(failure.getCause());
        }
    }

    private IOException explained(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            Duration patience = download.patience().connection();
            return new IOException("no connection to %s within %s".formatted(host(), seconds(patience)), cause);
        }
        if (cause instanceof ConnectException) {
            for (Throwable deeper = cause; deeper != null; deeper = deeper.getCause()) {
                if (deeper instanceof UnresolvedAddressException) {
                    return new IOException("the host %s is not known here".formatted(host()), cause);
                }
            }
            return new IOException("%s refused the connection".formatted(host()), cause);
        }
        return new IOException("the connection to %s broke: %s".formatted(host(), cause.getMessage()), cause);
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }

    private String host() {
        return download.address().getHost();
    }
}
