package dev.corridor.payment.domain;

import dev.corridor.kit.value.Ids;
import java.util.UUID;

/**
 * How the ids of what a payment has posted follow from its own. It stays as it was when the payment was made: posted again under
 * other ids, its money would move twice.
 */
public enum PostingIds {
    /** Of payments made by the versions before: anywhere in the ledger's indexes. */
    HASHED {
        @Override
        UUID of(UUID parent, String role) {
            return Ids.derived(parent, role);
        }
    },
    /** In the order in which payments are made. */
    ORDERED {
        @Override
        UUID of(UUID parent, String role) {
            return Ids.following(parent, role);
        }
    };

    /** @param parent the payment, the end of its hold, or its refund */
    abstract UUID of(UUID parent, String role);
}
