package io.stockpot.data.fetch;

import io.stockpot.base.Checksum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a published data set: only content with its checksum is accepted as this file.
 *
 * @param name of the file, without a folder
 * @param size in bytes
 * @param md5 in hexadecimal
 */
public record DataFile(String name, int size, String md5) {
    /**
     * Returns the content if it is this file's.
     *
     * @param where the content comes from, for the message
     * @throws IOException if it is not, naming both checksums
     */
    byte[] verified(byte[] content, String where) throws IOException {
        String actual = Checksum.MD5.of(content);
        if (!actual.equals(md5)) {
            throw new IOException("%s has %d bytes with MD5 %s, not %d bytes with MD5 %s: it is damaged"
                    .formatted(where, content.length, actual, size, md5));
        }
        return content;
    }

    /**
     * Reads this file.
     *
     * @throws IOException if it cannot be read or is damaged
     */
    byte[] read(Path path) throws IOException {
        return verified(Files.readAllBytes(path), path.toString());
    }
}
