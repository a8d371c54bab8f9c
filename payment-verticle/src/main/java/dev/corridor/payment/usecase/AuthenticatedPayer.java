package dev.corridor.payment.usecase;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.RequestId;
import dev.corridor.payment.domain.PaymentError;
import java.util.UUID;

/** Reads the payer from the caller's token: a user, never a service. */
public final class AuthenticatedPayer {
    private AuthenticatedPayer() {}

    /** @throws dev.corridor.kit.error.Problem payer_not_allowed unless the caller is a user */
    public static UUID of(Caller caller) {
        return RequestId.parse(caller.subject(), PaymentError.PAYER_NOT_ALLOWED);
    }
}
