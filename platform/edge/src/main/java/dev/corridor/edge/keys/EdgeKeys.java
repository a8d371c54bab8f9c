package dev.corridor.edge.keys;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * Keys of the edge: those that sign tokens (ES256), and one for TLS with a certificate for localhost. They are stored in a folder
 * that only its owner can read. The signing key is replaced by the next one every 30 days, or by {@link #rotate}; the certificate
 * is replaced 30 days before it expires. Any thread.
 */
public final class EdgeKeys {
    private static final String SIGNING_KEY = "signing-key.json";
    private static final String LOCK = "signing-key.lock";
    private static final Duration ROTATION_PERIOD = Duration.ofDays(30);
    private static final String TLS_KEY = "tls-key.pem";
    private static final String TLS_CERTIFICATE = "tls-certificate.pem";
    private static final String TRUSTED = "trusted.pem";
    private static final Duration CERTIFICATE_LIFETIME = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofDays(30);

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private volatile SigningKeys signing;

    private EdgeKeys(Path folder, SigningKeys signing) {
        this.folder = folder;
        this.signing = signing;
    }

    /** Reads the keys in {@code folder} and creates those that are missing. Blocks: do not call it on an event loop. */
    public static EdgeKeys open(Path folder, Clock clock) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            if (!Files.exists(folder.resolve(SIGNING_KEY))) {
                write(
                        folder.resolve(SIGNING_KEY),
                        SigningKeys.generate(clock.instant()).text());
            }
            if (!isUsable(folder, clock.instant())) {
                writeNewCertificate(folder, clock.instant());
            }
            return new EdgeKeys(folder, read(folder));
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
        return signing.current().jwk().copy();
    }

    /** The public keys that verify tokens: a JWKS (RFC 7517). The first one signs. */
    public JsonObject keySet() {
        return signing.keySet();
    }

    /** Reads the keys that another process has rotated, and rotates them when they are old. Blocks. */
    public void refresh(Instant now) {
        try {
            signing = read(folder);
            if (signing.current().since().plus(ROTATION_PERIOD).isBefore(now)) {
                rotate(now);
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException("The edge's keys in " + folder + " cannot be read.", unusable);
        }
    }

    /**
     * Signs with the next key from now on, in every process that refreshes. Tokens of the present key stay valid until they expire.
     * Blocks.
     */
    public synchronized void rotate(Instant now) {
        try (var lock = FileChannel.open(
                        folder.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
                var held = lock.lock()) {
            SigningKeys stored = read(folder);
            boolean isDone = !stored.current().jwk().equals(signing.current().jwk());
            signing = isDone ? stored : stored.rotate(now);
            if (!isDone) {
                write(folder.resolve(SIGNING_KEY), signing.text());
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException("The edge's keys in " + folder + " cannot be rotated.", unusable);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException("This Java runtime cannot create the edge's keys.", unsupported);
        }
    }

    private static SigningKeys read(Path folder) throws IOException {
        return SigningKeys.parse(Files.readString(folder.resolve(SIGNING_KEY)));
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
        Path unfinished =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", OWNER_ONLY);
        Files.writeString(unfinished, content);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
