package dev.corridor.payment.client;

import dev.corridor.forex.v1.FixedSide;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetQuoteRequest;
import dev.corridor.forex.v1.GetQuoteResponse;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.forex.v1.PriceResponse;
import dev.corridor.forex.v1.UseQuoteRequest;
import dev.corridor.forex.v1.UseQuoteResponse;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Plan;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Client of the forex service: prices and quotes. */
public final class ForexClient {
    private static final Set<PaymentError> QUOTE_ERRORS = EnumSet.of(
            PaymentError.QUOTE_NOT_FOUND,
            PaymentError.QUOTE_EXPIRED,
            PaymentError.QUOTE_USED,
            PaymentError.QUOTE_MISMATCH);

    private final ServiceClient forex;

    /** Prices of one conversion, one for each requested source currency. */
    public static final class Offer {
        public static final Offer NONE = new Offer(PriceResponse.getDefaultInstance());

        private final PriceResponse prices;

        private Offer(PriceResponse prices) {
            this.prices = prices;
        }

        /** @throws Problem currency_not_exchanged, amount_too_small */
        public Plan payFrom(Currency source, String payee) {
            return prices.getConversionsList().stream()
                    .filter(each -> each.getSource().getCurrency().equals(source.code()))
                    .findFirst()
                    .map(each -> plan(payee, each.getSource(), each.getTarget(), each.getRate()))
                    .orElseThrow(PaymentError.CURRENCY_NOT_EXCHANGED::problem);
        }
    }

    ForexClient(ServiceClient forex) {
        this.forex = forex;
    }

    /**
     * Prices a payment in which the payee receives exactly {@code target}.
     *
     * @param source the currency to pay from; empty means every currency on offer
     */
    public Future<Offer> priceOfTarget(Caller caller, Money target, Optional<Currency> source) {
        return price(caller, FixedSide.FIXED_SIDE_TARGET, target, source).map(Offer::new);
    }

    /** Prices a payment in which the payer spends exactly {@code source}. */
    public Future<Offer> priceOfSource(Caller caller, Money source, Currency target) {
        return price(caller, FixedSide.FIXED_SIDE_SOURCE, source, Optional.of(target))
                .map(Offer::new);
    }

    /**
     * The current value of an amount in another currency, at the price at which the house buys it; in a currency that the
     * euro has replaced, the value in euros at the fixed rate.
     */
    public Future<Money> value(Caller caller, Money amount, Currency currency, Instant now) {
        if (currency.hasEndedAt(now) && currency.perEuro().isPresent()) {
            return liveValue(caller, amount, Currency.EURO).map(euros -> atFixedRate(euros, currency));
        }
        return liveValue(caller, amount, currency);
    }

    private static Money atFixedRate(Money euros, Currency currency) {
        var exact = euros.toDecimal().multiply(currency.perEuro().orElseThrow());
        return Money.converted(exact.setScale(currency.digits(), RoundingMode.HALF_EVEN), currency);
    }

    private Future<Money> liveValue(Caller caller, Money amount, Currency currency) {
        return price(caller, FixedSide.FIXED_SIDE_SOURCE, amount, Optional.of(currency))
                .map(prices -> prices.getConversionsList().stream()
                        .filter(each -> each.getTarget().getCurrency().equals(currency.code()))
                        .findFirst()
                        .map(each -> ProtoMoney.fromProto(each.getTarget()))
                        .orElseThrow(PaymentError.CURRENCY_NOT_EXCHANGED::problem));
    }

    private Future<PriceResponse> price(Caller caller, FixedSide fixedSide, Money amount, Optional<Currency> other) {
        var question = PriceRequest.newBuilder().setFixedSide(fixedSide).setAmount(ProtoMoney.toProto(amount));
        other.ifPresent(currency -> question.addCurrencies(currency.code()));
        return forex.call(ForexServiceGrpcClient.Price, question.build(), caller.token())
                .recover(failure -> Future.failedFuture(translated(failure)));
    }

    /**
     * Reads the price of a quote without using the quote.
     *
     * @return fails with quote_not_found, quote_mismatch
     */
    public Future<Plan> quote(Caller caller, UUID quoteId, Money target, String payee) {
        var request =
                GetQuoteRequest.newBuilder().setQuoteId(quoteId.toString()).build();
        return forex.call(ForexServiceGrpcClient.GetQuote, request, caller.token())
                .map(GetQuoteResponse::getQuote)
                .map(found -> plan(payee, found.getSource(), found.getTarget(), found.getRate()))
                .map(plan -> {
                    if (!plan.target().equals(target)) {
                        throw PaymentError.QUOTE_MISMATCH.problem();
                    }
                    return plan;
                })
                .recover(failure -> Future.failedFuture(translated(failure)));
    }

    /**
     * Uses a quote.
     *
     * @param taker the same for every attempt at one payment
     * @return fails with quote_not_found, quote_expired, quote_used, quote_mismatch
     */
    public Future<Plan> useQuote(Caller caller, UUID quoteId, UUID taker, Money target, String payee) {
        var request = UseQuoteRequest.newBuilder()
                .setQuoteId(quoteId.toString())
                .setTakerId(taker.toString())
                .setTarget(ProtoMoney.toProto(target))
                .build();
        return forex.call(ForexServiceGrpcClient.UseQuote, request, caller.token())
                .map(UseQuoteResponse::getQuote)
                .map(used -> plan(payee, used.getSource(), used.getTarget(), used.getRate()))
                .recover(failure -> Future.failedFuture(translated(failure)));
    }

    private static Plan plan(
            String payee, dev.corridor.money.v1.Money source, dev.corridor.money.v1.Money target, String rate) {
        return new Plan(payee, ProtoMoney.fromProto(source), ProtoMoney.fromProto(target), new BigDecimal(rate));
    }

    private static Throwable translated(Throwable failure) {
        if (!(failure instanceof Problem problem)) {
            return failure;
        }
        return problem.is(StandardError.UNKNOWN_CURRENCY)
                ? PaymentError.CURRENCY_NOT_EXCHANGED.problem()
                : QUOTE_ERRORS.stream()
                        .filter(each -> each.code().equals(problem.code().code()))
                        .findFirst()
                        .<Throwable>map(PaymentError::problem)
                        .orElse(problem);
    }
}
