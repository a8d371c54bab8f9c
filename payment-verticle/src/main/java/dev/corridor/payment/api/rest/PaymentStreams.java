package dev.corridor.payment.api.rest;

import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.sse.ServerEvents;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.usecase.PaymentSubscriptions;
import dev.corridor.payment.v1.PaymentChange;
import dev.corridor.payment.v1.PaymentServiceGrpcService;
import dev.corridor.payment.v1.StreamPaymentsRequest;
import dev.corridor.payment.wire.PaymentJson;
import dev.corridor.payment.wire.PaymentMessages;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Both doors to one's own payments as they change: server-sent events and a gRPC stream. Belongs to one verticle. */
public final class PaymentStreams {
    private static final long HEARTBEAT_MS = 15_000;

    private final PaymentSubscriptions payments;
    private final Set<ServerEvents> open = new HashSet<>();

    public PaymentStreams(Vertx vertx, PaymentSubscriptions payments) {
        this.payments = payments;
        vertx.setPeriodic(HEARTBEAT_MS, due -> open.forEach(ServerEvents::heartbeat));
    }

    public void mountRest(RestTransport rest) {
        rest.events("streamPayments", Scope.PAYMENTS_READ, this::events);
    }

    public void mountGrpc(GrpcTransport grpc) {
        grpc.serverStream(PaymentServiceGrpcService.StreamPayments, Scope.PAYMENTS_READ, this::messages);
    }

    private void events(Caller caller, RestRequest request, ServerEvents events) {
        var cursor = request.header("last-event-id").or(() -> request.query("cursor"));
        var follower = payments.follow(caller.subject(), cursor, new EventOutlet(events));
        events.onDrain(follower::drain);
        events.heartbeat();
        open.add(events);
        events.gone().onComplete(left -> {
            open.remove(events);
            payments.leave(follower);
        });
    }

    private Future<?> messages(
            Caller caller, StreamPaymentsRequest request, WriteStream<PaymentChange> answers, Future<?> gone) {
        Promise<Void> ended = Promise.promise();
        var cursor = Optional.of(request.getCursor()).filter(text -> !text.isEmpty());
        var follower = payments.follow(caller.subject(), cursor, new MessageOutlet(answers, ended));
        answers.drainHandler(drained -> follower.drain());
        gone.onComplete(left -> ended.tryComplete());
        return ended.future().onComplete(over -> payments.leave(follower));
    }

    private record EventOutlet(ServerEvents events) implements PaymentSubscriptions.Outlet {
        @Override
        public boolean isFull() {
            return events.isFull();
        }

        @Override
        public void tell(Payment payment, String cursor) {
            events.send("payment", cursor, PaymentJson.of(payment).encode());
        }

        @Override
        public void gap() {
            events.send("gap", "{}");
        }

        @Override
        public void end() {
            events.end();
        }
    }

    private record MessageOutlet(WriteStream<PaymentChange> answers, Promise<Void> ended)
            implements PaymentSubscriptions.Outlet {
        @Override
        public boolean isFull() {
            return answers.writeQueueFull();
        }

        @Override
        public void tell(Payment payment, String cursor) {
            answers.write(PaymentChange.newBuilder()
                    .setCursor(cursor)
                    .setPayment(PaymentMessages.of(payment))
                    .build());
        }

        @Override
        public void gap() {
            answers.write(PaymentChange.newBuilder().setGap(true).build());
        }

        @Override
        public void end() {
            ended.tryComplete();
        }
    }
}
