package dev.corridor.edge.oauth.domain;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Salted hash of a secret: PBKDF2 with HMAC-SHA-256 (RFC 8018), as {@code pbkdf2-sha256$iterations$salt$hash}. Making and checking
 * one takes milliseconds to half a second of a processor, so never on an event loop.
 */
public record SecretHash(int iterations, byte[] salt, byte[] hash) {
    /** For secrets that people choose; the number that OWASP's Password Storage Cheat Sheet gives. */
    public static final int FOR_PASSWORDS = 600_000;
    /** For secrets that the edge makes: 256 random bits need no stretching, and services send them often. */
    public static final int FOR_RANDOM_SECRETS = 10_000;

    private static final String NAME = "pbkdf2-sha256";
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 256;

    public static SecretHash of(String secret, int iterations, SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new SecretHash(iterations, salt, derive(secret, salt, iterations));
    }

    /** Reads the text of a hash, as the database has it. */
    public static SecretHash parse(String text) {
        String[] parts = text.split("\\$");
        if (parts.length != 4 || !parts[0].equals(NAME)) {
            throw new IllegalArgumentException("not a hash of a secret");
        }
        return new SecretHash(
                Integer.parseInt(parts[1]),
                Base64.getDecoder().decode(parts[2]),
                Base64.getDecoder().decode(parts[3]));
    }

    /** Compares in constant time. */
    public boolean matches(String secret) {
        return MessageDigest.isEqual(hash, derive(secret, salt, iterations));
    }

    public String text() {
        var base64 = Base64.getEncoder();
        return NAME + "$" + iterations + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    private static byte[] derive(String secret, byte[] salt, int iterations) {
        var key = new PBEKeySpec(secret.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("This Java runtime has no PBKDF2", unsupported);
        } finally {
            key.clearPassword();
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
