package dev.corridor.edge.keys;

import dev.corridor.kit.value.Sha256Digest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/**
 * Keys of the edge: one signs tokens (ES256), one is for TLS with a certificate for localhost. They are created once and stored
 * in a folder that only its owner can read. The certificate is replaced 30 days before it expires.
 */
public final class EdgeKeys {
    private static final String SIGNING_KEY = "signing-key.json";
    private static final String TLS_KEY = "tls-key.pem";
    private static final String TLS_CERTIFICATE = "tls-certificate.pem";
    private static final String TRUSTED = "trusted.pem";
    private static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofDays(30);
    private static final int P256_BYTES = 32;

    private final Path folder;
    private final JsonObject signingKey;

    private EdgeKeys(Path folder, JsonObject signingKey) {
        this.folder = folder;
        this.signingKey = signingKey;
    }

    /** Reads the keys in {@code folder} and creates those that are missing. Blocks: do not call it on an event loop. */
    public static EdgeKeys open(Path folder, Clock clock) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            if (!Files.exists(folder.resolve(SIGNING_KEY))) {
                write(folder.resolve(SIGNING_KEY), newSigningKey().encodePrettily());
            }
            if (!isUsable(folder, clock.instant())) {
                writeNewCertificate(folder, clock.instant());
            }
            return new EdgeKeys(folder, new JsonObject(Files.readString(folder.resolve(SIGNING_KEY))));
        } catch (IOException unusable) {
            throw new UncheckedIOException("The edge's keys in " + folder + " cannot be used.", unusable);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("This Java runtime cannot create the edge's keys.", unsupported);
        }
    }

    /** The certificate (PEM) that clients of the edge must trust: for TRUSTED_CERTIFICATES and {@code curl --cacert}. */
    public Path trustedCertificates() {
        return folder.resolve(TRUSTED);
    }

    public Path tlsCertificateFile() {
        return folder.resolve(TLS_CERTIFICATE);
    }

    public Path tlsKeyFile() {
        return folder.resolve(TLS_KEY);
    }

    /** The private key that signs tokens: a JWK (RFC 7517). */
    public JsonObject signingKey() {
        return signingKey.copy();
    }

    /** The public keys that verify tokens: a JWKS (RFC 7517). */
    public JsonObject keySet() {
        JsonObject key = signingKey.copy();
        key.remove("d");
        return new JsonObject().put("keys", new JsonArray().add(key));
    }

    private static JsonObject newSigningKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        String x = base64url(point.getAffineX());
        String y = base64url(point.getAffineY());
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", x)
                .put("y", y)
                .put("d", base64url(((ECPrivateKey) pair.getPrivate()).getS()))
                .put("use", "sig")
                .put("alg", "ES256")
                .put("kid", thumbprint(x, y));
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

    private static boolean isUsable(Path folder, Instant now) throws IOException, GeneralSecurityException {
        for (String file : List.of(TLS_KEY, TLS_CERTIFICATE, TRUSTED)) {
            if (!Files.exists(folder.resolve(file))) {
                return false;
            }
        }
        try (var pem = Files.newInputStream(folder.resolve(TLS_CERTIFICATE))) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
            return certificate.getNotAfter().after(Date.from(now.plus(RENEW_BEFORE_EXPIRY)));
        }
    }

    private static void writeNewCertificate(Path folder, Instant now) throws IOException, GeneralSecurityException {
        var created = LocalCertificate.create(now.minus(Duration.ofHours(1)), CERTIFICATE_LIFETIME);
        write(folder.resolve(TLS_KEY), created.key());
        write(folder.resolve(TLS_CERTIFICATE), created.certificate());
        write(folder.resolve(TRUSTED), created.authority());
    }

    /** Writes a file atomically. It is never readable by other users, not even while it is written. */
    private static void write(Path file, String content) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path unfinished =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", ownerOnly);
        Files.writeString(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
