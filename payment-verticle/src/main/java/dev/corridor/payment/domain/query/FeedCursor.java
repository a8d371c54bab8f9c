package dev.corridor.payment.domain.query;

import dev.corridor.payment.domain.PaymentError;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * Cursor of a payment feed: everything up to it has been sent, and nothing will be added before it.
 *
 * @param epoch the life of the database that the position belongs to
 * @param position the batch of the last change that was sent
 * @param payment the payment of that change; the changes of a batch are ordered by payment
 * @param begunAt a time before the batch was written, by the database's clock: it bounds what has to be searched
 */
public record FeedCursor(UUID epoch, long position, UUID payment, Instant begunAt) {
    /** Sorts after every id, so that a cursor with it is after all changes of its batch. */
    public static final UUID WHOLE_BATCH = new UUID(-1L, -1L);

    private static final int BYTES = 2 * 16 + 2 * 8;

    /** The text that callers receive. Its content is nobody else's business. */
    public String text() {
        var bytes = ByteBuffer.allocate(BYTES)
                .putLong(epoch.getMostSignificantBits())
                .putLong(epoch.getLeastSignificantBits())
                .putLong(position)
                .putLong(payment.getMostSignificantBits())
                .putLong(payment.getLeastSignificantBits())
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, begunAt));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws dev.corridor.kit.error.Problem cursor_invalid */
    public static FeedCursor parse(String text) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES) {
                throw PaymentError.CURSOR_INVALID.problem();
            }
            return new FeedCursor(
                    new UUID(bytes.getLong(), bytes.getLong()),
                    bytes.getLong(),
                    new UUID(bytes.getLong(), bytes.getLong()),
                    Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException invalid) {
            throw PaymentError.CURSOR_INVALID.problem();
        }
    }
}
