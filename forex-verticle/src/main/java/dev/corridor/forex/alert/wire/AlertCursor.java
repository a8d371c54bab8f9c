package dev.corridor.forex.alert.wire;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.kit.request.QueryCursor;
import dev.corridor.kit.request.RequestId;
import java.util.Optional;
import java.util.UUID;

/** Cursor that continues an owner's list of alerts, and no other list. */
public final class AlertCursor {
    private final QueryCursor query;

    private AlertCursor(QueryCursor query) {
        this.query = query;
    }

    public static AlertCursor of(String owner) {
        return new AlertCursor(QueryCursor.of("alerts", owner));
    }

    /**
     * Returns the alert before which the page begins; empty for the first page.
     *
     * @throws dev.corridor.kit.error.Problem cursor_invalid
     */
    public Optional<UUID> before(Optional<String> cursor) {
        return cursor.flatMap(
                given -> RequestId.cursor(query.position(given, ForexError.CURSOR_INVALID), ForexError.CURSOR_INVALID));
    }

    public String next(UUID last) {
        return query.bind(last.toString());
    }
}
