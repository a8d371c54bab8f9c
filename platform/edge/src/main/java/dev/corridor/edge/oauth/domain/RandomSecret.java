package dev.corridor.edge.oauth.domain;

import dev.corridor.kit.value.Sha256Digest;
import java.security.SecureRandom;
import java.util.Base64;

/** Secret of 256 random bits: a code, a refresh token, a session or a client's secret. Its hash is stored, never the secret. */
public record RandomSecret(String value) {
    private static final int BYTES = 32;

    public static RandomSecret generate(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new RandomSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** SHA-256 without salt: it can be looked up, and 256 random bits cannot be guessed. */
    public byte[] hash() {
        return Sha256Digest.of(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
