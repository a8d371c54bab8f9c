package dev.corridor.forex.reference.events;

import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.v1.ReferenceRatesEvent;
import dev.corridor.kit.outbox.OutboxEvent;

/** Maps publications of reference rates to events of the topic {@code corridor.forex.v1}. */
public final class ReferenceRateEvents {
    private static final String REFERENCE_RATES_PUBLISHED = "dev.corridor.forex.reference_rates_published";

    private ReferenceRateEvents() {}

    public static OutboxEvent published(RatePublication rates) {
        var event = ReferenceRatesEvent.newBuilder()
                .setAsOf(rates.asOf().toString())
                .setProvider(rates.provider());
        rates.perEuro().forEach((currency, rate) -> event.putRates(currency.code(), rate.toPlainString()));
        return new OutboxEvent(rates.asOf().toString(), REFERENCE_RATES_PUBLISHED, event.build());
    }
}
