package dev.corridor.payment.domain.posting;

import static dev.corridor.payment.domain.Samples.ADA;
import static dev.corridor.payment.domain.Samples.BLAISE;
import static dev.corridor.payment.domain.Samples.EUR;
import static dev.corridor.payment.domain.Samples.JPY;
import static dev.corridor.payment.domain.Samples.USD;
import static dev.corridor.payment.domain.Samples.adaPays;
import static dev.corridor.payment.domain.Samples.planned;
import static dev.corridor.payment.domain.Samples.usd;
import static dev.corridor.payment.domain.posting.LedgerAccount.Role.BANK_CLEARING;
import static dev.corridor.payment.domain.posting.LedgerAccount.Role.FX_POSITION;
import static dev.corridor.payment.domain.posting.LedgerAccount.Role.MERCHANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Samples;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PostingPlanTest {
    private static final LedgerAccount ADAS_USD = LedgerAccount.wallet(ADA.toString(), USD);

    @Test
    void within_one_currency_money_moves_from_wallet_to_wallet() {
        var legs = moves(PostingPlan.of(planned(adaPays(Payee.user(BLAISE), usd("5")), usd("5"))));

        assertThat(legs).singleElement().satisfies(leg -> {
            assertThat(leg.debit()).isEqualTo(ADAS_USD);
            assertThat(leg.credit()).isEqualTo(LedgerAccount.wallet(BLAISE.toString(), USD));
            assertThat(leg.amount()).isEqualTo(usd("5"));
            assertThat(leg.code()).isEqualTo("payment");
        });
    }

    @Test
    void without_a_payee_the_merchant_is_paid() {
        var legs = moves(PostingPlan.of(planned(adaPays(Payee.MERCHANT, usd("5")), usd("5"))));

        assertThat(legs).singleElement().satisfies(leg -> assertThat(leg.credit())
                .isEqualTo(LedgerAccount.house(MERCHANT, USD)));
    }

    @Test
    void a_top_up_moves_money_from_bank_clearing() {
        var legs = moves(PostingPlan.of(planned(Samples.topUp(Payee.user(ADA), usd("5")), usd("5"))));

        assertThat(legs).singleElement().satisfies(leg -> {
            assertThat(leg.debit()).isEqualTo(LedgerAccount.house(BANK_CLEARING, USD));
            assertThat(leg.credit()).isEqualTo(ADAS_USD);
            assertThat(leg.code()).isEqualTo("top_up");
        });
    }

    @Test
    void between_currencies_money_moves_through_the_fx_position() {
        var legs = moves(PostingPlan.of(planned(adaPays(Payee.user(BLAISE), Money.parse("90", "EUR")), usd("100"))));

        assertThat(legs).extracting(PostingPlan.Move::debit).containsExactly(ADAS_USD, fxPosition(EUR));
        assertThat(legs)
                .extracting(PostingPlan.Move::credit)
                .containsExactly(fxPosition(USD), LedgerAccount.wallet(BLAISE.toString(), EUR));
        assertThat(legs).extracting(PostingPlan.Move::code).containsExactly("fx_sell", "fx_buy");
    }

    @Test
    void an_amount_with_a_source_of_zero_is_too_small() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> planned(adaPays(Payee.MERCHANT, Money.parse("1", "JPY")), usd("0")))
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(PaymentError.AMOUNT_TOO_SMALL));
    }

    @Property
    void the_payer_pays_the_source_the_payee_gets_the_target_and_the_house_the_difference(
            @ForAll("payments") Payment payment) {
        var changes = balanceChanges(PostingPlan.of(payment));
        var source = payment.plan().orElseThrow().source();
        var target = payment.request().amount();

        assertThat(changes.remove(LedgerAccount.wallet(ADA.toString(), source.currency())))
                .isEqualTo(-source.minorUnits());
        assertThat(changes.remove(LedgerAccount.wallet(BLAISE.toString(), target.currency())))
                .isEqualTo(target.minorUnits());
        if (source.currency().equals(target.currency())) {
            assertThat(changes).isEmpty();
        } else {
            assertThat(changes)
                    .containsOnly(
                            Map.entry(fxPosition(source.currency()), source.minorUnits()),
                            Map.entry(fxPosition(target.currency()), -target.minorUnits()));
        }
    }

    @Property
    void the_changes_in_each_currency_add_up_to_zero(@ForAll("payments") Payment payment) {
        var perCurrency = new HashMap<Currency, Long>();
        balanceChanges(PostingPlan.of(payment))
                .forEach((account, change) -> perCurrency.merge(account.currency(), change, Math::addExact));

        assertThat(perCurrency.values()).containsOnly(0L);
    }

    @Property
    void a_posting_is_a_function_of_its_payment_with_distinct_transfer_ids(@ForAll("payments") Payment payment) {
        var plan = PostingPlan.of(payment);
        var ids = new HashSet<>();
        ids.add(plan.postingId());
        plan.legs().forEach(leg -> ids.add(leg.transferId()));

        assertThat(PostingPlan.of(payment)).isEqualTo(plan);
        assertThat(ids).hasSize(plan.legs().size() + 1);
    }

    @Property
    void posting_ids_sort_by_the_payments_time(@ForAll("payments") Payment payment) {
        assertThat(PostingPlan.of(payment).postingId().toString().substring(0, 13))
                .isEqualTo(payment.id().toString().substring(0, 13));
        assertThat(PostingPlan.of(payment).postingId().version()).isEqualTo(8);
    }

    @Provide
    Arbitrary<Payment> payments() {
        return Combinators.combine(money(), money())
                .as((target, source) -> planned(
                        adaPays(Payee.user(BLAISE), target),
                        source.currency().equals(target.currency()) ? target : source));
    }

    private static Arbitrary<Money> money() {
        return Combinators.combine(Arbitraries.longs().between(1, Long.MAX_VALUE), Arbitraries.of(USD, EUR, JPY))
                .as(Money::new);
    }

    private static Map<LedgerAccount, Long> balanceChanges(PostingPlan plan) {
        var changes = new HashMap<LedgerAccount, Long>();
        moves(plan).forEach(leg -> {
            changes.merge(leg.debit(), -leg.amount().minorUnits(), Math::addExact);
            changes.merge(leg.credit(), leg.amount().minorUnits(), Math::addExact);
        });
        return changes;
    }

    private static List<PostingPlan.Move> moves(PostingPlan plan) {
        return plan.legs().stream().map(PostingPlan.Move.class::cast).toList();
    }

    private static LedgerAccount fxPosition(Currency currency) {
        return LedgerAccount.house(FX_POSITION, currency);
    }
}
