package dev.corridor.payment.api.grpc;

import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.grpc.ResponseStream;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.stream.OpenStream;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.usecase.PaymentSubscriber;
import dev.corridor.payment.usecase.PaymentSubscriptions;
import dev.corridor.payment.v1.PaymentServiceGrpcService;
import dev.corridor.payment.v1.StreamPaymentsRequest;
import dev.corridor.payment.v1.StreamPaymentsResponse;
import dev.corridor.payment.wire.PaymentMessages;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/** Server stream of the caller's own payments: payment.v1.PaymentService.StreamPayments. Belongs to one verticle. */
public final class GrpcPaymentStream {
    private final PaymentSubscriptions subscriptions;

    public GrpcPaymentStream(PaymentSubscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    public void mount(GrpcTransport grpc) {
        grpc.serverStream(PaymentServiceGrpcService.StreamPayments, Scope.PAYMENTS_READ, this::stream);
    }

    private Future<?> stream(
            Caller caller,
            StreamPaymentsRequest request,
            ResponseStream<StreamPaymentsResponse> response,
            Future<?> gone) {
        Promise<Void> ended = Promise.promise();
        var cursor = Optional.of(request.getCursor()).filter(text -> !text.isEmpty());
        var subscription = subscriptions.subscribe(caller.subject(), cursor, new StreamSubscriber(response, ended));
        response.drainHandler(drained -> subscription.drain());
        gone.onComplete(closed -> ended.tryComplete());
        return ended.future().onComplete(done -> subscriptions.unsubscribe(subscription));
    }

    private record StreamSubscriber(ResponseStream<StreamPaymentsResponse> response, Promise<Void> ended)
            implements PaymentSubscriber {
        @Override
        public boolean isFull() {
            return response.writeQueueFull();
        }

        @Override
        public OpenStream stream() {
            return response.stream();
        }

        @Override
        public void send(Payment payment, String cursor) {
            response.write(StreamPaymentsResponse.newBuilder()
                    .setCursor(cursor)
                    .setPayment(PaymentMessages.of(payment))
                    .build());
        }

        @Override
        public void sendGap() {
            response.write(StreamPaymentsResponse.newBuilder().setGap(true).build());
        }

        @Override
        public void end() {
            response.stream().shutDown();
            ended.tryComplete();
        }
    }
}
