package dev.corridor.payment.domain.query;

import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.request.QueryCursor;
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
    public static PaymentPage of(QueryCursor query, List<Payment> found, int limit) {
        if (found.size() <= limit) {
            return new PaymentPage(found, Optional.empty());
        }
        var shown = found.subList(0, limit);
        return new PaymentPage(
                shown, Optional.of(query.bind(shown.get(limit - 1).id().toString())));
    }

    /**
     * Reads a cursor of the query: the id before which the page starts.
     *
     * @throws dev.corridor.kit.error.Problem cursor_invalid
     */
    public static UUID start(QueryCursor query, Optional<String> cursor) {
        return cursor.map(text -> {
                    String id = query.position(text, PaymentError.CURSOR_INVALID);
                    if (!Ids.isUuid(id)) {
                        throw PaymentError.CURSOR_INVALID.problem();
                    }
                    return UUID.fromString(id);
                })
                .orElse(NEWEST);
    }
}
