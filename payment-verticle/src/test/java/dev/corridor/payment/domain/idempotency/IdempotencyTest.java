package dev.corridor.payment.domain.idempotency;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.EUR;
import static dev.corridor.payment.domain.Samples.NOON;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IdempotencyTest {
    private static final RequestFingerprint FIRST = RequestFingerprint.of(request("@blaise", "100", "lunch"));

    @Test
    void the_same_amount_written_differently_is_the_same_request() {
        assertThat(RequestFingerprint.of(request("@blaise", "100.00", "lunch"))).isEqualTo(FIRST);
    }

    static Stream<PaymentRequest> requests_with_other_content() {
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
    @MethodSource("requests_with_other_content")
    void a_key_with_other_content_is_refused_as_reused(PaymentRequest other) {
        var stored = new IdempotencyRecord(
                new IdempotentRequest(ADA.toString(), "key", FIRST),
                IdempotencyRecord.Operation.PAY,
                ADA,
                Optional.empty(),
                Optional.empty(),
                NOON);

        assertThat(stored.requireSame(FIRST)).isSameAs(stored);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> stored.requireSame(RequestFingerprint.of(other)))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(PaymentError.IDEMPOTENCY_KEY_REUSED));
    }

    private static PaymentRequest request(String payee, String amount, String reference) {
        return PaymentRequest.payment(
                ADA, Optional.of("key"), new Payee(payee), usd(amount), Optional.empty(), reference);
    }
}
