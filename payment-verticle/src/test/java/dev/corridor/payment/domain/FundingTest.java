package dev.corridor.payment.domain;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.EUR;
import static dev.corridor.payment.domain.Samples.JPY;
import static dev.corridor.payment.domain.Samples.USD;
import static dev.corridor.payment.domain.Samples.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FundingTest {

    @Test
    void the_requested_wallet_pays() {
        assertThat(Funding.choose(from(EUR), USD, Set.of(USD, EUR))).isEqualTo(EUR);
    }

    @Test
    void otherwise_the_wallet_in_the_payments_currency_pays() {
        assertThat(Funding.choose(fromAny(), EUR, Set.of(USD, EUR))).isEqualTo(USD);
    }

    @Test
    void otherwise_the_wallet_in_the_home_currency_pays() {
        assertThat(Funding.choose(fromAny(), EUR, Set.of(EUR, JPY))).isEqualTo(EUR);
    }

    @Test
    void a_payer_without_that_wallet_has_insufficient_funds() {
        assertInsufficient(from(EUR), Set.of(USD));
        assertInsufficient(fromAny(), Set.of());
    }

    @Test
    void a_requested_or_known_wallet_is_chosen_without_a_call() {
        assertThat(Funding.evident(from(EUR), Set.of())).hasValue(EUR);
        assertThat(Funding.evident(fromAny(), Set.of(USD))).hasValue(USD);
        assertThat(Funding.evident(fromAny(), Set.of(EUR))).isEmpty();
    }

    private static void assertInsufficient(PaymentRequest request, Set<Currency> wallets) {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> Funding.choose(request, JPY, wallets))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(PaymentError.INSUFFICIENT_FUNDS));
    }

    private static PaymentRequest fromAny() {
        return Samples.adaPays(Payee.MERCHANT, usd("5"));
    }

    private static PaymentRequest from(Currency currency) {
        return PaymentRequest.payment(ADA, Optional.empty(), Payee.MERCHANT, usd("5"), Optional.of(currency), "");
    }
}
