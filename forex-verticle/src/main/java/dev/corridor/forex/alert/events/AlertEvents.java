package dev.corridor.forex.alert.events;

import dev.corridor.forex.alert.domain.AlertIndex;
import dev.corridor.forex.v1.AlertTriggeredEvent;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.value.ProtoTime;

/** Maps triggered alerts to events of the topic {@code corridor.forex.v1}. */
public final class AlertEvents {
    private static final String ALERT_TRIGGERED = "dev.corridor.forex.alert_triggered";

    private AlertEvents() {}

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
