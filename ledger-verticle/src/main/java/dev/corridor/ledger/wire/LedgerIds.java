package dev.corridor.ledger.wire;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.value.Ids;
import dev.corridor.ledger.domain.LedgerError;
import java.util.UUID;

/** Reads the ids that callers send. */
public final class LedgerIds {
    private LedgerIds() {}

    /** @throws Problem account_not_found */
    public static UUID account(String id) {
        return RequestId.parse(id, LedgerError.ACCOUNT_NOT_FOUND);
    }

    /** @throws Problem posting_not_found */
    public static UUID posting(String id) {
        return RequestId.parse(id, LedgerError.POSTING_NOT_FOUND);
    }

    /**
     * Reads an id within the content of a posting.
     *
     * @throws Problem posting_invalid
     */
    public static UUID inPosting(String field, String id) {
        if (!Ids.isUuid(id)) {
            throw Problem.of(LedgerError.POSTING_INVALID, "The " + field + " is missing or is not a UUID.");
        }
        return UUID.fromString(id);
    }
}
