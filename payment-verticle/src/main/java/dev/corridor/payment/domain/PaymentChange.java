package dev.corridor.payment.domain;

import dev.corridor.kit.value.Money;
import java.util.Optional;
import java.util.UUID;

/** Builder of a payment's next version. Fields that are not set stay as they were. */
final class PaymentChange {
    private final Payment before;
    private final PaymentStatus status;
    private PaymentRequest request;
    private Optional<Plan> plan;
    private Optional<HoldResolution> resolution;
    private Money captured;
    private Money refunded;
    private Optional<UUID> refund;
    private Optional<PaymentError> failure;
    private PaymentTimestamps timestamps;

    PaymentChange(Payment before, PaymentStatus status) {
        this.before = before;
        this.status = status;
        this.request = before.request();
        this.plan = before.plan();
        this.resolution = before.resolution();
        this.captured = before.captured();
        this.refunded = before.refunded();
        this.refund = before.refund();
        this.failure = before.failure();
        this.timestamps = before.timestamps();
    }

    PaymentChange request(PaymentRequest changed) {
        request = changed;
        return this;
    }

    PaymentChange plan(Plan decided) {
        plan = Optional.of(decided);
        return this;
    }

    PaymentChange resolution(Optional<HoldResolution> decided) {
        resolution = decided;
        return this;
    }

    PaymentChange captured(Money amount) {
        captured = amount;
        return this;
    }

    PaymentChange refunded(Money amount) {
        refunded = amount;
        return this;
    }

    PaymentChange refund(Optional<UUID> inFlight) {
        refund = inFlight;
        return this;
    }

    PaymentChange failure(PaymentError reason) {
        failure = Optional.of(reason);
        return this;
    }

    PaymentChange at(PaymentTimestamps reached) {
        timestamps = reached;
        return this;
    }

    Payment make() {
        return new Payment(
                before.id(),
                request,
                status,
                plan,
                resolution,
                captured,
                refunded,
                refund,
                failure,
                before.correlationId(),
                timestamps,
                before.version() + 1);
    }
}
