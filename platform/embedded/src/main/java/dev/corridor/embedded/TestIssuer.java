package dev.corridor.embedded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/**
 * Token issuer for tests of one service: ES256 signatures, a key set over HTTP, and a token endpoint that grants every client the
 * scopes that it requests. It listens on loopback only.
 */
public final class TestIssuer implements AutoCloseable {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final long LIFETIME_S = 3_600;

    private final HttpServer server;
    private final KeyPair keys;
    private final String keyId = UUID.randomUUID().toString();

    public static TestIssuer start() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new TestIssuer(generator.generateKeyPair());
        } catch (GeneralSecurityException noCurve) {
            throw new IllegalStateException("This JDK has no P-256", noCurve);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    private TestIssuer(KeyPair keys) throws IOException {
        this.keys = keys;
        server = HttpServer.create(new InetSocketAddress(Ports.LOOPBACK, 0), 0);
        server.createContext("/oauth2/jwks", exchange -> answer(exchange, keySet()));
        server.createContext("/oauth2/token", exchange -> answer(exchange, tokenAnswer(exchange)));
        server.start();
    }

    public String issuer() {
        return url("/oauth2/token");
    }

    public String jwksUrl() {
        return url("/oauth2/jwks");
    }

    public String tokenUrl() {
        return url("/oauth2/token");
    }

    /** Returns the environment variables that configure a service to trust this issuer. */
    public Map<String, String> environment() {
        return Map.of(
                "JWKS_URL", jwksUrl(),
                "JWT_ISSUER", issuer(),
                "TOKEN_URL", tokenUrl(),
                "CLIENT_ID", "test-service",
                "CLIENT_SECRET", "test-secret");
    }

    /** Issues a token that is valid for an hour. */
    public String token(String subject, String... scopes) {
        return token(subject, Instant.now().plusSeconds(LIFETIME_S), scopes);
    }

    public String token(String subject, Instant expiresAt, String... scopes) {
        return sign("{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"corridor\",\"iat\":%d,\"exp\":%d,\"scope\":\"%s\"}"
                .formatted(
                        issuer(),
                        subject,
                        Instant.now().getEpochSecond(),
                        expiresAt.getEpochSecond(),
                        String.join(" ", scopes)));
    }

    /** Signs any claims with the issuer's key, for tests of unusual tokens. */
    public String sign(String claims) {
        String header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"" + keyId + "\"}";
        String content = encode(header) + "." + encode(claims);
        try {
            // RFC 7518 (3.4) prescribes the P1363 format: both numbers side by side, not DER.
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private String url(String path) {
        return "http://" + Ports.LOOPBACK + ":" + server.getAddress().getPort() + path;
    }

    private String keySet() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"use\":\"sig\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}]}"
                .formatted(keyId, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    }

    private String tokenAnswer(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String scope = Arrays.stream(form.split("&"))
                .filter(field -> field.startsWith("scope="))
                .map(field -> java.net.URLDecoder.decode(field.substring(6), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
        return "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"scope\":\"%s\"}"
                .formatted(token("test-service", scope.split(" ")), LIFETIME_S, scope);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Encodes a coordinate in exactly 32 bytes, with leading zeros and without a sign byte. */
    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        var fixed = new byte[32];
        int length = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return BASE64.encodeToString(fixed);
    }
}
