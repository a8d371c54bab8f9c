package dev.corridor.payment.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.sse.ServerEvents;
import dev.corridor.kit.stream.OpenStream;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.usecase.PaymentSubscriber;
import dev.corridor.payment.usecase.PaymentSubscriptions;
import dev.corridor.payment.wire.PaymentJson;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;

/** Server-sent events of the caller's own payments. Belongs to one verticle. */
public final class RestPaymentStream {
    private static final long HEARTBEAT_MS = 15_000;

    private final PaymentSubscriptions subscriptions;
    private final Set<ServerEvents> open = new HashSet<>();

    public RestPaymentStream(Vertx vertx, PaymentSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
        vertx.setPeriodic(HEARTBEAT_MS, due -> open.forEach(ServerEvents::heartbeat));
    }

    public void mount(RestTransport rest) {
        rest.events("streamPayments", Scope.PAYMENTS_READ, this::stream);
    }

    private void stream(Caller caller, RestRequest request, ServerEvents events) {
        var cursor = request.header("last-event-id").or(() -> request.query("cursor"));
        var subscription = subscriptions.subscribe(caller.subject(), cursor, new EventSubscriber(events));
        events.onDrain(subscription::drain);
        events.heartbeat();
        open.add(events);
        events.gone().onComplete(closed -> {
            open.remove(events);
            subscriptions.unsubscribe(subscription);
        });
    }

    private record EventSubscriber(ServerEvents events) implements PaymentSubscriber {
        @Override
        public boolean isFull() {
            return events.isFull();
        }

        @Override
        public OpenStream stream() {
            return events.stream();
        }

        @Override
        public void send(Payment payment, String cursor) {
            events.send("payment", cursor, PaymentJson.of(payment).encode());
        }

        @Override
        public void sendGap() {
            events.send("gap", "{}");
        }

        @Override
        public void end() {
            events.stream().shutDown();
        }
    }
}
