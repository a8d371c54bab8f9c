package dev.corridor.ledger.domain;

import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Content written so that equal content has equal bytes, and other content others: numbers as 8 bytes, texts as their
 * UTF-8 form behind its length, what is absent as a value that nothing present has.
 */
public final class CanonicalContent {
    private static final int AT_A_TIME = 512;

    private final ByteBuffer bytes = ByteBuffer.allocate(AT_A_TIME);
    private final MessageDigest sha256 = sha256();

    public CanonicalContent number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    public CanonicalContent uuid(UUID id) {
        room(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return this;
    }

    public CanonicalContent uuid(Optional<UUID> id) {
        return id.map(present -> number(1).uuid(present)).orElseGet(() -> number(0));
    }

    public CanonicalContent text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES).putInt(encoded.length);
        return bytes(encoded);
    }

    public CanonicalContent metadata(Metadata metadata) {
        number(metadata.values().size());
        metadata.values().forEach((key, value) -> text(key).text(value));
        return this;
    }

    /** To the microsecond, which is what databases keep. */
    public CanonicalContent instant(Instant instant) {
        return number(EpochMicros.of(instant));
    }

    public CanonicalContent instant(Optional<Instant> instant) {
        return instant.map(present -> number(1).instant(present)).orElseGet(() -> number(0));
    }

    public CanonicalContent money(Money money) {
        return number(money.minorUnits()).text(money.currency().getCurrencyCode());
    }

    public CanonicalContent money(Optional<Money> money) {
        money.ifPresent(this::money);
        return this;
    }

    public CanonicalContent fingerprint(Sha256 fingerprint) {
        return bytes(fingerprint.bytes());
    }

    /** Of everything written; nothing can be written after it. */
    public Sha256 hash() {
        digest();
        return Sha256.of(sha256.digest());
    }

    private CanonicalContent bytes(byte[] more) {
        if (more.length > AT_A_TIME) {
            digest();
            sha256.update(more);
        } else {
            room(more.length).put(more);
        }
        return this;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            digest();
        }
        return bytes;
    }

    private void digest() {
        sha256.update(bytes.array(), 0, bytes.position());
        bytes.clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
