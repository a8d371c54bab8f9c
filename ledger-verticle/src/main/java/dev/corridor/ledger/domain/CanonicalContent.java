package dev.corridor.ledger.domain;

import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.Sha256Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes content in a canonical byte form and hashes it. Equal content has equal bytes and different content has
 * different bytes: numbers have 8 bytes, texts are UTF-8 after their length, and optional values follow a flag.
 */
public final class CanonicalContent {
    private static final int BUFFER_BYTES = 512;

    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    private final MessageDigest digest = Sha256Digest.create();

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

    /** Writes the time in microseconds, the precision of the database. */
    public CanonicalContent instant(Instant instant) {
        return number(EpochMicros.of(instant));
    }

    public CanonicalContent instant(Optional<Instant> instant) {
        return instant.map(present -> number(1).instant(present)).orElseGet(() -> number(0));
    }

    public CanonicalContent money(Money money) {
        return number(money.minorUnits()).text(money.currency().code());
    }

    public CanonicalContent money(Optional<Money> money) {
        money.ifPresent(this::money);
        return this;
    }

    public CanonicalContent sha256(Sha256 hash) {
        return bytes(hash.bytes());
    }

    /** Returns the hash of all content written. Nothing may be written after it. */
    public Sha256 hash() {
        flush();
        return Sha256.of(digest.digest());
    }

    private CanonicalContent bytes(byte[] more) {
        if (more.length > BUFFER_BYTES) {
            flush();
            digest.update(more);
        } else {
            room(more.length).put(more);
        }
        return this;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            flush();
        }
        return bytes;
    }

    private void flush() {
        digest.update(bytes.array(), 0, bytes.position());
        bytes.clear();
    }
}
