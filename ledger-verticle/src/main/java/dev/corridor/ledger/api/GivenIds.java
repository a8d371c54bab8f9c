package dev.corridor.ledger.api;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.id.Ids;
import dev.corridor.ledger.domain.LedgerError;
import java.util.UUID;

/** Reads the ids that callers give. */
final class GivenIds {
    private GivenIds() {}

    /** Of something to be looked up: no account has an id that is no UUID. */
    static UUID account(String id) {
        return Ids.parse(id, LedgerError.ACCOUNT_NOT_FOUND);
    }

    /** Of something to be looked up. */
    static UUID posting(String id) {
        return Ids.parse(id, LedgerError.POSTING_NOT_FOUND);
    }

    /** A field of a posting to be made. */
    static UUID ofPosting(String field, String id) {
        if (!Ids.isUuid(id)) {
            throw Problem.of(LedgerError.POSTING_INVALID, "The " + field + " is not a UUID.");
        }
        return UUID.fromString(id);
    }
}
