package dev.corridor.kit.value;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digest of SHA-256 (FIPS 180-4), which every Java runtime has. */
public final class Sha256Digest {
    private Sha256Digest() {}

    /** Returns the 32 bytes of the digest of a text in UTF-8. */
    public static byte[] of(String text) {
        return create().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes a digest that content is added to in parts. */
    public static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing", impossible);
        }
    }
}
