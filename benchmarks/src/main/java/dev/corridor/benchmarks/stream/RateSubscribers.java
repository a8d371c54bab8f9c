package dev.corridor.benchmarks.stream;

import dev.corridor.benchmarks.measure.CallsFailed;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.measure.Sample;
import dev.corridor.embedded.Ports;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * WebSocket clients that read as fast as they can, all on one event loop. They come for the stretch in which they are counted
 * and leave after it, so that the other side has the machine to itself.
 */
final class RateSubscribers implements Load {
    private static final int CONNECTING_AT_A_TIME = 50;
    private static final int TIMED_ONE_IN = 16;
    private static final String TIME = "\"time\":\"";
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final Duration BOUND = Duration.ofSeconds(120);

    private final Vertx vertx;
    private final Context loop;
    private final int port;
    private final List<String> subscriptions;

    /** @param subscriptions the message of each subscriber */
    RateSubscribers(Vertx vertx, Context loop, int port, List<String> subscriptions) {
        this.vertx = vertx;
        this.loop = loop;
        this.port = port;
        this.subscriptions = subscriptions;
    }

    @Override
    public Sample drive(Duration length) {
        Promise<Sample> done = Promise.promise();
        loop.runOnContext(begin -> new Drive(length).run().onComplete(done));
        try {
            return done.future().await(BOUND.plus(length).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new CallsFailed("The subscribers could not connect within " + BOUND.toSeconds() + " s.");
        }
    }

    /** Everything in it happens on the event loop. */
    private final class Drive {
        private final Duration length;
        private final WebSocketClient client =
                vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(subscriptions.size()));
        private final List<WebSocket> sockets = new ArrayList<>();
        private final Histogram delaysUs = new Histogram(3);
        private boolean counting;
        private boolean leaving;
        private long lost;
        private int seen;

        Drive(Duration length) {
            this.length = length;
        }

        Future<Sample> run() {
            return connect(0)
                    .compose(connected -> {
                        for (int i = 0; i < sockets.size(); i++) {
                            sockets.get(i).writeTextMessage(subscriptions.get(i));
                        }
                        return wait(SETTLING);
                    })
                    .compose(settled -> {
                        counting = true;
                        return wait(length);
                    })
                    .compose(counted -> leave());
        }

        private Future<Void> connect(int from) {
            if (from >= subscriptions.size()) {
                return Future.succeededFuture();
            }
            int to = Math.min(subscriptions.size(), from + CONNECTING_AT_A_TIME);
            var connecting =
                    IntStream.range(from, to).mapToObj(each -> connect()).toList();
            return Future.all(connecting).compose(connected -> connect(to));
        }

        private Future<?> connect() {
            var address = new WebSocketConnectOptions()
                    .setHost(Ports.LOOPBACK)
                    .setPort(port)
                    .setURI("/ws/rates");
            return client.connect(address).onSuccess(socket -> {
                sockets.add(socket);
                socket.frameHandler(this::count);
                socket.closeHandler(closed -> lost += leaving ? 0 : 1);
            });
        }

        private Future<Void> wait(Duration time) {
            return vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
        }

        private void count(WebSocketFrame frame) {
            if (counting && ++seen % TIMED_ONE_IN == 0) {
                delaysUs.recordValueWithCount(delayUs(frame.textData()), TIMED_ONE_IN);
            }
        }

        /** From the tick's time, which has milliseconds, on the same clock. */
        private static long delayUs(String text) {
            int from = text.indexOf(TIME) + TIME.length();
            var time = Instant.parse(text.substring(from, text.indexOf('"', from)));
            return Math.max(0, Duration.between(time, Instant.now()).toNanos() / 1_000);
        }

        private Future<Sample> leave() {
            counting = false;
            leaving = true;
            var failure = lost == 0 ? Optional.<String>empty() : Optional.of("connections were closed");
            var stretch = new Sample(length, delaysUs, lost, failure);
            return client.close().map(stretch);
        }
    }
}
