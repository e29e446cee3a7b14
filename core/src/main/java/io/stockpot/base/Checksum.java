package io.stockpot.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The checksums in use: MD5 where the publisher of a file chose it, SHA-256 for our own. */
public enum Checksum {
    MD5("MD5"),
    SHA_256("SHA-256");

    private final String algorithm;

    Checksum(String algorithm) {
        this.algorithm = algorithm;
    }

    /** Returns a new, empty digest. */
    public MessageDigest start() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }

    /** Returns the checksum of a text in UTF-8, in hexadecimal. */
    public String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the checksum of the bytes in hexadecimal. */
    public String of(byte[] bytes) {
        return HexFormat.of().formatHex(start().digest(bytes));
    }
}
