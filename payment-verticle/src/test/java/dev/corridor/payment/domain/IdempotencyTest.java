package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.EUR;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyTest {
    private static final RequestFingerprint FIRST = RequestFingerprint.of(request("@blaise", "100", "lunch"));

    @Test
    void the_same_request_written_differently_is_the_same() {
        assertThat(RequestFingerprint.of(request("@blaise", "100.00", "lunch"))).isEqualTo(FIRST);
    }

    static Stream<PaymentRequest> requests_that_ask_for_something_else() {
        return Stream.of(
                request("@blaise", "100.01", "lunch"),
                request("@chen", "100", "lunch"),
                request("", "100", "lunch"),
                request("@blaise", "100", "dinner"),
                PaymentRequest.payment(
                        ADA, Optional.of("key"), new Payee("@blaise"), usd("100"), Optional.of(EUR), "lunch"),
                PaymentRequest.payment(
                        BLAISE, Optional.of("key"), new Payee("@blaise"), usd("100"), Optional.empty(), "lunch"),
                PaymentRequest.topUp(ADA.toString(), Optional.of("key"), new Payee("@blaise"), usd("100"), "lunch"));
    }

    @ParameterizedTest
    @MethodSource("requests_that_ask_for_something_else")
    void a_key_with_other_content_is_reused(PaymentRequest other) {
        assertThat(IdempotencyDecision.of(PaymentStatus.COMPLETED, FIRST, RequestFingerprint.of(other)))
                .isEqualTo(IdempotencyDecision.KEY_REUSED);
    }

    @Test
    void a_repeat_waits_while_the_first_is_worked_on() {
        assertThat(IdempotencyDecision.of(PaymentStatus.CREATED, FIRST, FIRST))
                .isEqualTo(IdempotencyDecision.IN_PROGRESS);
    }

    @ParameterizedTest
    @EnumSource(value = PaymentStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "CREATED")
    void a_repeat_afterwards_gets_the_first_answer(PaymentStatus first) {
        assertThat(IdempotencyDecision.of(first, FIRST, FIRST)).isEqualTo(IdempotencyDecision.REPLAY);
    }

    private static PaymentRequest request(String payee, String amount, String reference) {
        return PaymentRequest.payment(
                ADA, Optional.of("key"), new Payee(payee), usd(amount), Optional.empty(), reference);
    }
}
