package dev.corridor.forex.events;

import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.forex.v1.ReferenceRatesEvent;
import dev.corridor.kit.store.OutboxEvent;

/** What the service tells on {@code corridor.forex.v1}. */
public final class ForexEvents {
    private static final String REFERENCE_RATES_PUBLISHED = "dev.corridor.forex.reference_rates_published";

    private ForexEvents() {}

    public static OutboxEvent published(ReferenceRates rates) {
        var event = ReferenceRatesEvent.newBuilder()
                .setAsOf(rates.asOf().toString())
                .setProvider(rates.provider());
        rates.perEuro().forEach((currency, rate) -> event.putRates(currency.getCurrencyCode(), rate.toPlainString()));
        return new OutboxEvent(rates.asOf().toString(), REFERENCE_RATES_PUBLISHED, event.build());
    }
}
