package dev.corridor.payment.peers;

import dev.corridor.forex.v1.Conversion;
import dev.corridor.forex.v1.Fix;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.PriceRequest;
import dev.corridor.forex.v1.PriceResponse;
import dev.corridor.forex.v1.UseQuoteRequest;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.money.Money;
import dev.corridor.kit.money.ProtoMoney;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Plan;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a conversion costs now, as the forex service prices it. */
public final class ForexPrices {
    private static final Set<PaymentError> ABOUT_QUOTES = EnumSet.of(
            PaymentError.QUOTE_NOT_FOUND,
            PaymentError.QUOTE_EXPIRED,
            PaymentError.QUOTE_USED,
            PaymentError.QUOTE_MISMATCH);

    private final ServiceClient forex;

    /** What the payee's amount costs in each currency that was asked for. */
    public static final class Offer {
        public static final Offer NONE = new Offer(PriceResponse.getDefaultInstance());

        private final PriceResponse prices;

        private Offer(PriceResponse prices) {
            this.prices = prices;
        }

        /** @throws Problem currency_not_exchanged, amount_too_small */
        public Plan payFrom(Currency source, String payee) {
            return prices.getConversionsList().stream()
                    .filter(each -> each.getSource().getCurrency().equals(source.getCurrencyCode()))
                    .findFirst()
                    .map(each -> plan(each, payee))
                    .orElseThrow(PaymentError.CURRENCY_NOT_EXCHANGED::problem);
        }

        private static Plan plan(Conversion conversion, String payee) {
            return new Plan(payee, ProtoMoney.fromProto(conversion.getSource()), new BigDecimal(conversion.getRate()));
        }
    }

    public ForexPrices(ServiceClient forex) {
        this.forex = forex;
    }

    /** @param source the currency to pay from; empty: every one on offer */
    public Future<Offer> toPay(Caller caller, Money target, Optional<Currency> source) {
        var question = PriceRequest.newBuilder().setFix(Fix.FIX_TARGET).setAmount(ProtoMoney.toProto(target));
        source.ifPresent(currency -> question.addCurrencies(currency.getCurrencyCode()));
        return forex.call(ForexServiceGrpcClient.Price, question.build(), caller.token())
                .map(Offer::new)
                .recover(failure -> Future.failedFuture(inOurWords(failure)));
    }

    /**
     * Uses a quote up.
     *
     * @param taker the same for every attempt at one payment
     * @return fails with quote_not_found, quote_expired, quote_used, quote_mismatch
     */
    public Future<Plan> use(Caller caller, UUID quote, UUID taker, Money target, String payee) {
        var request = UseQuoteRequest.newBuilder()
                .setQuoteId(quote.toString())
                .setTakerId(taker.toString())
                .setTarget(ProtoMoney.toProto(target))
                .build();
        return forex.call(ForexServiceGrpcClient.UseQuote, request, caller.token())
                .map(used -> new Plan(payee, ProtoMoney.fromProto(used.getSource()), new BigDecimal(used.getRate())))
                .recover(failure -> Future.failedFuture(inOurWords(failure)));
    }

    private static Throwable inOurWords(Throwable failure) {
        if (!(failure instanceof Problem problem)) {
            return failure;
        }
        return problem.is(StandardError.UNKNOWN_CURRENCY)
                ? PaymentError.CURRENCY_NOT_EXCHANGED.problem()
                : ABOUT_QUOTES.stream()
                        .filter(each -> each.code().equals(problem.code().code()))
                        .findFirst()
                        .<Throwable>map(PaymentError::problem)
                        .orElse(problem);
    }
}
