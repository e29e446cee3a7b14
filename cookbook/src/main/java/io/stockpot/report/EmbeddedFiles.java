package io.stockpot.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Packs the files beside a page into the page: each deflated (RFC 1950), which makes numbers and figures ten times
 * smaller, and in base 64. Browsers unpack them.
 */
final class EmbeddedFiles {
    private EmbeddedFiles() {}

    /** Returns one JSON object: the packed files by path. */
    static String json(Map<String, String> files) {
        ObjectNode packed = JsonNodeFactory.instance.objectNode();
        files.forEach((path, text) -> packed.put(path, pack(text)));
        return Escape.json(packed.toString());
    }

    private static String pack(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(bytes, deflater)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a text cannot be packed", impossible);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
