package dev.corridor.ledger.domain;

import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 hash: the fingerprint of a request, or the hash of a journal batch. */
public final class Sha256 {
    public static final int BYTES = 32;
    /** Previous hash of the first batch of a chain. */
    public static final Sha256 ZERO = new Sha256(new byte[BYTES]);

    private final byte[] bytes;

    private Sha256(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Sha256 of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a SHA-256 value has " + BYTES + " bytes, not " + bytes.length);
        }
        return new Sha256(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 fingerprint && Arrays.equals(bytes, fingerprint.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
