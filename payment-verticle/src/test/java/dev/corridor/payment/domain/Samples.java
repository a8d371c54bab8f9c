package dev.corridor.payment.domain;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Users, amounts and payments for tests. */
public final class Samples {
    public static final UUID ADA = UUID.fromString("01900000-0000-7000-8000-000000000001");
    public static final UUID BLAISE = UUID.fromString("01900000-0000-7000-8000-000000000002");
    public static final Currency USD = Currency.of("USD");
    public static final Currency EUR = Currency.of("EUR");
    public static final Currency JPY = Currency.of("JPY");
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Samples() {}

    public static Money usd(String amount) {
        return Money.parse(amount, "USD");
    }

    public static PaymentRequest adaPays(Payee payee, Money amount) {
        return PaymentRequest.payment(ADA, Optional.empty(), payee, amount, Optional.empty(), "");
    }

    public static PaymentRequest adaPaysBlaise(String idempotencyKey, Money amount) {
        return PaymentRequest.payment(
                ADA, Optional.of(idempotencyKey), Payee.user(BLAISE), amount, Optional.empty(), "lunch");
    }

    public static PaymentRequest topUp(Payee user, Money amount) {
        return PaymentRequest.topUp("bank", Optional.empty(), user, amount, "");
    }

    public static Payment created(PaymentRequest request) {
        return Payment.create(UUID.randomUUID(), request, "correlation-1", NOON);
    }

    public static Payment planned(PaymentRequest request, Money source) {
        String payee = request.payee().id().orElse(BLAISE.toString());
        return created(request)
                .planned(new Plan(payee, source, request.amount(), new BigDecimal("0.9")), NOON.plusSeconds(1));
    }
}
