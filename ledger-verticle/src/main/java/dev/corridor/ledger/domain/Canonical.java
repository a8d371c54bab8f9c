package dev.corridor.ledger.domain;

import dev.corridor.kit.money.Money;
import dev.corridor.kit.text.Metadata;
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
final class Canonical {
    private static final int FIRST_BYTES = 512;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

    Canonical number(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    Canonical uuid(UUID id) {
        room(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return this;
    }

    Canonical uuid(Optional<UUID> id) {
        return id.map(present -> number(1).uuid(present)).orElseGet(() -> number(0));
    }

    Canonical text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + encoded.length).putInt(encoded.length).put(encoded);
        return this;
    }

    Canonical metadata(Metadata metadata) {
        number(metadata.values().size());
        metadata.values().forEach((key, value) -> text(key).text(value));
        return this;
    }

    /** To the microsecond, which is what databases keep. */
    Canonical instant(Instant instant) {
        return number(Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND), instant.getNano() / NANOS_PER_MICRO));
    }

    Canonical instant(Optional<Instant> instant) {
        return instant.map(present -> number(1).instant(present)).orElseGet(() -> number(0));
    }

    Canonical money(Money money) {
        return number(money.minorUnits()).text(money.currency().getCurrencyCode());
    }

    Canonical money(Optional<Money> money) {
        money.ifPresent(this::money);
        return this;
    }

    Canonical fingerprint(Fingerprint fingerprint) {
        room(Fingerprint.BYTES).put(fingerprint.bytes());
        return this;
    }

    Fingerprint hash() {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes.array(), 0, bytes.position());
            return Fingerprint.of(sha256.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            var larger = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + more));
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
