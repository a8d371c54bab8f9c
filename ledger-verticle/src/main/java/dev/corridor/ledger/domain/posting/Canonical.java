package dev.corridor.ledger.domain.posting;

import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.EpochMicros;
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
public final class Canonical {
    private static final int AT_A_TIME = 512;

    private final ByteBuffer bytes = ByteBuffer.allocate(AT_A_TIME);
    private final MessageDigest sha256 = sha256();

    public Canonical number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    public Canonical uuid(UUID id) {
        room(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return this;
    }

    public Canonical uuid(Optional<UUID> id) {
        return id.map(present -> number(1).uuid(present)).orElseGet(() -> number(0));
    }

    public Canonical text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES).putInt(encoded.length);
        return bytes(encoded);
    }

    public Canonical metadata(Metadata metadata) {
        number(metadata.values().size());
        metadata.values().forEach((key, value) -> text(key).text(value));
        return this;
    }

    /** To the microsecond, which is what databases keep. */
    public Canonical instant(Instant instant) {
        return number(EpochMicros.of(instant));
    }

    public Canonical instant(Optional<Instant> instant) {
        return instant.map(present -> number(1).instant(present)).orElseGet(() -> number(0));
    }

    public Canonical money(Money money) {
        return number(money.minorUnits()).text(money.currency().getCurrencyCode());
    }

    public Canonical money(Optional<Money> money) {
        money.ifPresent(this::money);
        return this;
    }

    public Canonical fingerprint(Fingerprint fingerprint) {
        return bytes(fingerprint.bytes());
    }

    /** Of everything written; nothing can be written after it. */
    public Fingerprint hash() {
        digest();
        return Fingerprint.of(sha256.digest());
    }

    private Canonical bytes(byte[] more) {
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
