package dev.corridor.payment.domain.query;

import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.value.Ids;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Part of a list of payments, newest first.
 *
 * @param nextCursor empty on the last page
 */
public record PaymentPage(List<Payment> payments, Optional<String> nextCursor) {
    public static final PageLimit LIMIT = new PageLimit(20, 100);

    /** Sorts after every id, so that a list that starts before it starts with the newest payment. */
    private static final UUID NEWEST = new UUID(-1L, -1L);

    /** @param found at most {@code limit + 1} payments; the extra one shows that there is a next page */
    public static PaymentPage of(List<Payment> found, int limit) {
        if (found.size() <= limit) {
            return new PaymentPage(found, Optional.empty());
        }
        var shown = found.subList(0, limit);
        return new PaymentPage(shown, Optional.of(shown.get(limit - 1).id().toString()));
    }

    /**
     * Reads a cursor: the id before which the page starts.
     *
     * @throws dev.corridor.kit.error.Problem cursor_invalid
     */
    public static UUID start(Optional<String> cursor) {
        return cursor.map(text -> {
                    if (!Ids.isUuid(text)) {
                        throw PaymentError.CURSOR_INVALID.problem();
                    }
                    return UUID.fromString(text);
                })
                .orElse(NEWEST);
    }
}
