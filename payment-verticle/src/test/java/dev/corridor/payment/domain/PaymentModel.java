package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.PaymentError.CAPTURE_INVALID;
import static dev.corridor.payment.domain.PaymentError.HOLD_EXPIRED;
import static dev.corridor.payment.domain.PaymentError.REFUND_EXCEEDS_CAPTURED;
import static dev.corridor.payment.domain.PaymentError.REQUEST_IN_PROGRESS;
import static dev.corridor.payment.domain.PaymentError.STATUS_CONFLICT;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A second implementation of the payment's rules, as plain as possible: it predicts for every action whether it is
 * refused, by which error, and what the payment is afterwards.
 */
final class PaymentModel {
    static final long AMOUNT = 1_000;
    static final Duration HOLD = Duration.ofMinutes(10);

    /** An action on a payment: a caller's request, or the ledger's answer to the last posting. */
    enum Action {
        PLAN,
        LEDGER_POSTS,
        LEDGER_REFUSES,
        LEDGER_HAS_RELEASED_THE_HOLD,
        FAIL,
        CAPTURE,
        CANCEL,
        EXPIRE,
        REFUND,
        LEDGER_POSTS_REFUND,
        LEDGER_REFUSES_REFUND
    }

    private final boolean held;
    private PaymentStatus status = PaymentStatus.CREATED;
    private Optional<Instant> plannedAt = Optional.empty();
    private Optional<PaymentStatus> resolvingTo = Optional.empty();
    private long resolvedAmount;
    private long captured;
    private long refunded;
    private long refundInFlight;

    PaymentModel(boolean held) {
        this.held = held;
    }

    PaymentStatus status() {
        return status;
    }

    long captured() {
        return captured;
    }

    long refunded() {
        return refunded;
    }

    /**
     * Applies the action unless it is refused.
     *
     * @param amount of a capture or refund; 0 means all
     * @return the error that refuses the action
     */
    Optional<PaymentError> apply(Action action, long amount, Instant now) {
        var refusal = refusal(action, amount, now);
        if (refusal.isEmpty()) {
            change(action, amount, now);
        }
        return refusal;
    }

    private Optional<PaymentError> refusal(Action action, long amount, Instant now) {
        boolean created = status == PaymentStatus.CREATED;
        return switch (action) {
            case PLAN, FAIL -> require(created && plannedAt.isEmpty());
            case LEDGER_POSTS -> require(isResolving() || created && plannedAt.isPresent());
            case LEDGER_REFUSES, LEDGER_HAS_RELEASED_THE_HOLD -> require(isResolving() || created);
            case CAPTURE -> reserved().or(() -> captureRefusal(amount, now));
            case CANCEL -> {
                if (created) {
                    yield plannedAt.map(planned -> REQUEST_IN_PROGRESS);
                }
                yield reserved();
            }
            case EXPIRE -> reserved();
            case REFUND -> refundRefusal(amount);
            case LEDGER_POSTS_REFUND, LEDGER_REFUSES_REFUND -> require(refundInFlight > 0);
        };
    }

    private Optional<PaymentError> captureRefusal(long amount, Instant now) {
        if (!now.isBefore(plannedAt.orElseThrow().plus(HOLD))) {
            return Optional.of(HOLD_EXPIRED);
        }
        return amount > AMOUNT ? Optional.of(CAPTURE_INVALID) : Optional.empty();
    }

    private Optional<PaymentError> refundRefusal(long amount) {
        if (status != PaymentStatus.COMPLETED && status != PaymentStatus.PARTIALLY_REFUNDED) {
            return Optional.of(STATUS_CONFLICT);
        }
        if (refundInFlight > 0) {
            return Optional.of(REQUEST_IN_PROGRESS);
        }
        return amount > captured - refunded ? Optional.of(REFUND_EXCEEDS_CAPTURED) : Optional.empty();
    }

    private Optional<PaymentError> reserved() {
        if (status != PaymentStatus.RESERVED) {
            return Optional.of(STATUS_CONFLICT);
        }
        return isResolving() ? Optional.of(REQUEST_IN_PROGRESS) : Optional.empty();
    }

    private boolean isResolving() {
        return resolvingTo.isPresent();
    }

    private static Optional<PaymentError> require(boolean allowed) {
        return allowed ? Optional.empty() : Optional.of(STATUS_CONFLICT);
    }

    private void change(Action action, long amount, Instant now) {
        switch (action) {
            case PLAN -> plannedAt = Optional.of(now);
            case FAIL -> status = PaymentStatus.FAILED;
            case LEDGER_POSTS -> posted();
            case LEDGER_REFUSES -> refused(status);
            case LEDGER_HAS_RELEASED_THE_HOLD -> refused(PaymentStatus.EXPIRED);
            case CAPTURE -> resolve(PaymentStatus.COMPLETED, amount == 0 ? AMOUNT : amount);
            case EXPIRE -> resolve(PaymentStatus.EXPIRED, 0);
            case REFUND -> refundInFlight = amount == 0 ? captured - refunded : amount;
            case LEDGER_REFUSES_REFUND -> refundInFlight = 0;
            case LEDGER_POSTS_REFUND -> {
                refunded += refundInFlight;
                refundInFlight = 0;
                status = refunded == captured ? PaymentStatus.REFUNDED : PaymentStatus.PARTIALLY_REFUNDED;
            }
            case CANCEL -> {
                if (status == PaymentStatus.CREATED) {
                    status = PaymentStatus.CANCELLED;
                } else {
                    resolve(PaymentStatus.CANCELLED, 0);
                }
            }
        }
    }

    private void resolve(PaymentStatus to, long amount) {
        resolvingTo = Optional.of(to);
        resolvedAmount = amount;
    }

    private void posted() {
        if (isResolving()) {
            status = resolvingTo.get();
            captured = resolvedAmount;
            resolvingTo = Optional.empty();
        } else if (held) {
            status = PaymentStatus.RESERVED;
        } else {
            status = PaymentStatus.COMPLETED;
            captured = AMOUNT;
        }
    }

    /** A payment without a hold fails; a hold that was to be resolved is {@code afterwards}. */
    private void refused(PaymentStatus afterwards) {
        status = isResolving() ? afterwards : PaymentStatus.FAILED;
        resolvingTo = Optional.empty();
    }
}
