package dev.corridor.payment.api;

import dev.corridor.kit.id.Ids;
import dev.corridor.kit.identity.Caller;
import dev.corridor.payment.domain.PaymentError;
import java.util.UUID;

/** Reads who pays from the token: a person, never a service. */
final class GivenPayer {
    private GivenPayer() {}

    /** @throws dev.corridor.kit.error.Problem payer_not_allowed */
    static UUID of(Caller caller) {
        return Ids.parse(caller.subject(), PaymentError.PAYER_NOT_ALLOWED);
    }
}
