package dev.corridor.forex.events;

import dev.corridor.forex.alert.domain.AlertIndex;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.forex.v1.AlertTriggeredEvent;
import dev.corridor.forex.v1.ReferenceRatesEvent;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.value.ProtoTime;

/** What the service tells on {@code corridor.forex.v1}. */
public final class ForexEvents {
    private static final String REFERENCE_RATES_PUBLISHED = "dev.corridor.forex.reference_rates_published";

    private static final String ALERT_TRIGGERED = "dev.corridor.forex.alert_triggered";

    private ForexEvents() {}

    public static OutboxEvent published(RatePublication rates) {
        var event = ReferenceRatesEvent.newBuilder()
                .setAsOf(rates.asOf().toString())
                .setProvider(rates.provider());
        rates.perEuro().forEach((currency, rate) -> event.putRates(currency.getCurrencyCode(), rate.toPlainString()));
        return new OutboxEvent(rates.asOf().toString(), REFERENCE_RATES_PUBLISHED, event.build());
    }

    public static OutboxEvent triggered(AlertIndex.Hit hit) {
        var terms = hit.alert().terms();
        var event = AlertTriggeredEvent.newBuilder()
                .setAlertId(hit.alert().id().toString())
                .setOwner(hit.alert().owner())
                .setPair(terms.pair().toString())
                .setSide(terms.side().code())
                .setDirection(terms.direction().code())
                .setPrice(terms.price().toPlainString())
                .setTriggeredPrice(hit.price().toPlainString())
                .setTriggeredSeq(hit.tick().seq())
                .setTickTime(ProtoTime.toProto(hit.tick().time()));
        return new OutboxEvent(hit.alert().id().toString(), ALERT_TRIGGERED, event.build());
    }
}
