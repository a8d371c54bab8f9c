package dev.corridor.payment.usecase;

import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.PaymentError;

/** What a payment, or a refund, fails for when something that it needs has failed. */
final class FailureReasons {
    private FailureReasons() {}

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

    /** What went wrong, for the log as well; a problem that another service answered speaks for itself. */
    static Problem explanation(PaymentError reason, Throwable failure) {
        return reason == PaymentError.INTERRUPTED && failure instanceof Problem problem
                ? problem
                : reason.problem(failure);
    }
}
