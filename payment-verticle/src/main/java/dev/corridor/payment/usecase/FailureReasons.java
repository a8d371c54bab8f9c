package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.PaymentError;

/** Mapping from the failure of a dependency to the failure reason of a payment or refund. */
final class FailureReasons {
    private FailureReasons() {}

    /** The reason that is stored and shown to the caller. */
    static PaymentError of(Throwable failure) {
        if (failure instanceof Problem problem) {
            if (problem.code() instanceof PaymentError foreseen) {
                return foreseen;
            }
            if (problem.code().fault() == Fault.UNAVAILABLE || problem.code().fault() == Fault.TIMEOUT) {
                return PaymentError.SERVICE_UNAVAILABLE;
            }
        }
        return PaymentError.INTERRUPTED;
    }

    /**
     * The problem for the caller. A problem that another service returned is passed on; other failures become its
     * cause.
     */
    static Problem problem(PaymentError reason, Throwable failure) {
        return reason == PaymentError.INTERRUPTED && failure instanceof Problem problem
                ? problem
                : reason.problem(failure);
    }
}
