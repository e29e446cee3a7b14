package io.stockpot.data.fetch;

import io.stockpot.base.Checksum;
import io.stockpot.base.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A download over HTTP that goes on where an earlier one stopped: what has come so far is kept as {@code
 * NAME.partial}, and the file appears when it is complete and verified.
 *
 * @param address of the file
 * @param size of the file in bytes; no more is ever written
 * @param md5 of the file, in hexadecimal
 * @param patience how long to wait
 */
public record Download(URI address, long size, String md5, Patience patience) {
    /**
     * How long to wait for a server.
     *
     * @param connection for a connection
     * @param data for an answer to begin, and for each further piece of it
     * @param slowest bytes a second that must come on average over each time of {@code data}
     */
    public record Patience(Duration connection, Duration data, long slowest) {
        /** Gives up in seconds where a network is closed, and tolerates one as slow as a modem. */
        public static final Patience USUAL = new Patience(Duration.ofSeconds(3), Duration.ofSeconds(15), 2_000);
    }

    /** Returns the name of the file. */
    String name() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * Downloads into a folder, resuming what an earlier call left there.
     *
     * @return the complete, verified file
     * @throws IOException with the reason in a few words; what has come is kept unless it is damaged
     */
    Path into(Path folder, Progress progress) throws IOException {
        Path complete = folder.resolve(name());
        if (Files.exists(complete) && md5Of(complete).equals(md5)) {
            return complete;
        }
        Path partial = folder.resolve(name() + ".partial");
        boolean resumed = Files.exists(partial);
        if (!resumed || !md5Of(partial).equals(md5)) {
            Transfer.run(this, partial, progress);
        }
        if (resumed && !md5Of(partial).equals(md5)) {
            Files.delete(partial);
            Transfer.run(this, partial, progress);
        }
        String actual = md5Of(partial);
        if (!actual.equals(md5)) {
            long size = Files.size(partial);
            Files.delete(partial);
            throw new IOException("%s came with %d bytes and MD5 %s, not MD5 %s".formatted(name(), size, actual, md5));
        }
        return Files.move(partial, complete, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String md5Of(Path file) throws IOException {
        MessageDigest hash = Checksum.MD5.start();
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), hash)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(hash.digest());
    }
}
