package dev.corridor.kit.request;

import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Ids;
import java.util.Optional;
import java.util.UUID;

/** Reads the ids and id cursors that callers send. */
public final class RequestId {
    private RequestId() {}

    /**
     * Reads a UUID in its canonical form only; {@link UUID#fromString} would take "1-1-1-1-1".
     *
     * @param notFound the error when it is not one: nothing has such an id
     */
    public static UUID parse(String id, ErrorCode notFound) {
        if (!Ids.isUuid(id)) {
            throw Problem.of(notFound, "There is nothing with that id.");
        }
        return UUID.fromString(id);
    }

    /**
     * Reads a cursor that is the id of the last item of the page before.
     *
     * @param cursor "" on the first page
     * @param invalid the error when it is no id
     */
    public static Optional<UUID> cursor(String cursor, ErrorCode invalid) {
        if (cursor.isEmpty()) {
            return Optional.empty();
        }
        if (!Ids.isUuid(cursor)) {
            throw Problem.of(invalid, "The cursor is not one that a page ended with.");
        }
        return Optional.of(UUID.fromString(cursor));
    }
}
