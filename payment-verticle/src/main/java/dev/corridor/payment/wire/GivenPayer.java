package dev.corridor.payment.wire;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.RequestId;
import dev.corridor.payment.domain.PaymentError;
import java.util.UUID;

/** Reads who pays from the token: a person, never a service. */
public final class GivenPayer {
    private GivenPayer() {}

    /** @throws dev.corridor.kit.error.Problem payer_not_allowed */
    public static UUID of(Caller caller) {
        return RequestId.parse(caller.subject(), PaymentError.PAYER_NOT_ALLOWED);
    }
}
