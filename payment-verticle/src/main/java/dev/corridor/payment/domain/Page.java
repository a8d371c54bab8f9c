package dev.corridor.payment.domain;

import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.value.Ids;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Part of a list, newest first. @param nextCursor empty when there is no more */
public record Page(List<Payment> payments, Optional<String> nextCursor) {
    public static final PageLimit LIMIT = new PageLimit(20, 100);

    /** Before every id there is. */
    private static final UUID NEWEST = new UUID(-1L, -1L);

    /** Of {@code found}, which was asked for with one more than {@code limit}. */
    public static Page of(List<Payment> found, int limit) {
        if (found.size() <= limit) {
            return new Page(found, Optional.empty());
        }
        var shown = found.subList(0, limit);
        return new Page(shown, Optional.of(shown.get(limit - 1).id().toString()));
    }

    /**
     * The id before which a page begins.
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
