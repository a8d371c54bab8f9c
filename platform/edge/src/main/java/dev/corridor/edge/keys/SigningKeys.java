package dev.corridor.edge.keys;

import dev.corridor.kit.value.Sha256Digest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Keys that sign tokens (ES256): the current one, the next one, which verifiers know before it signs anything, and those that have
 * signed tokens which are still in force.
 */
record SigningKeys(SigningKey current, SigningKey next, List<SigningKey> previous) {
    /** Longer than any token lives, with the time that verifiers keep a key set. */
    static final Duration PUBLISHED_AFTER_USE = Duration.ofHours(25);

    private static final int P256_BYTES = 32;
    private static final String SINCE = "since";
    private static final String NEXT = "next";
    private static final String PREVIOUS = "previous";

    SigningKeys {
        previous = List.copyOf(previous);
    }

    /**
     * One key.
     *
     * @param jwk with its private part (RFC 7517)
     * @param since when it became what it is: current, next or previous
     */
    record SigningKey(JsonObject jwk, Instant since) {
        JsonObject published() {
            JsonObject key = jwk.copy();
            key.remove("d");
            return key;
        }

        private JsonObject stored() {
            return jwk.copy().put(SINCE, since.toString());
        }

        private static SigningKey of(JsonObject stored) {
            JsonObject jwk = stored.copy();
            return new SigningKey(jwk, Instant.parse((String) jwk.remove(SINCE)));
        }

        private SigningKey from(Instant time) {
            return new SigningKey(jwk, time);
        }
    }

    static SigningKeys generate(Instant now) throws GeneralSecurityException {
        return new SigningKeys(newKey(now), newKey(now), List.of());
    }

    static SigningKeys parse(String text) {
        var json = new JsonObject(text);
        var next = SigningKey.of((JsonObject) json.remove(NEXT));
        var previous = ((JsonArray) json.remove(PREVIOUS))
                .stream().map(key -> SigningKey.of((JsonObject) key)).toList();
        return new SigningKeys(SigningKey.of(json), next, previous);
    }

    /** Writes the current key as a JWK, with the other keys as further members of it. */
    String text() {
        var list = new JsonArray();
        previous.forEach(key -> list.add(key.stored()));
        return current.stored().put(NEXT, next.stored()).put(PREVIOUS, list).encodePrettily();
    }

    /** Signs with the next key from now on. Keys whose tokens have expired are no longer published. */
    SigningKeys rotate(Instant now) throws GeneralSecurityException {
        var kept = new ArrayList<SigningKey>();
        kept.add(current.from(now));
        previous.stream()
                .filter(key -> key.since().plus(PUBLISHED_AFTER_USE).isAfter(now))
                .forEach(kept::add);
        return new SigningKeys(next.from(now), newKey(now), kept);
    }

    /** The public keys that verify tokens: a JWKS (RFC 7517). */
    JsonObject keySet() {
        var keys = new JsonArray().add(current.published()).add(next.published());
        previous.forEach(key -> keys.add(key.published()));
        return new JsonObject().put("keys", keys);
    }

    private static SigningKey newKey(Instant now) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        String x = base64url(point.getAffineX());
        String y = base64url(point.getAffineY());
        var jwk = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", x)
                .put("y", y)
                .put("d", base64url(((ECPrivateKey) pair.getPrivate()).getS()))
                .put("use", "sig")
                .put("alg", "ES256")
                .put("kid", thumbprint(x, y));
        return new SigningKey(jwk, now);
    }

    /** Computes the key id. RFC 7638 prescribes the order and form of the members. */
    private static String thumbprint(String x, String y) {
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(x, y);
        return base64url(Sha256Digest.of(canonical));
    }

    /** Encodes a coordinate with leading zeros, as long as the curve's field (RFC 7518, 6.2.1.2). */
    private static String base64url(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] field = new byte[P256_BYTES];
        int length = Math.min(bytes.length, P256_BYTES);
        System.arraycopy(bytes, bytes.length - length, field, P256_BYTES - length, length);
        return base64url(field);
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SigningKeys[" + current.jwk().getString("kid") + "]";
    }
}
