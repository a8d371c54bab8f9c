package dev.corridor.benchmarks.stream;

import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.measure.MeasurementFailure;
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
 * Load of WebSocket clients that read as fast as they can, all on one event loop. They connect for one sample and disconnect
 * after it, so that the other side has the machine to itself.
 */
final class RateSubscribers implements Load {
    private static final int CONNECT_CONCURRENCY = 50;
    private static final int TIMED_SHARE = 16;
    private static final String TIME = "\"time\":\"";
    private static final Duration SETTLE_TIME = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(120);

    private final Vertx vertx;
    private final Context loop;
    private final int port;
    private final String path;
    private final List<String> subscriptions;

    /** @param subscriptions subscription message of each subscriber */
    RateSubscribers(Vertx vertx, Context loop, int port, String path, List<String> subscriptions) {
        this.vertx = vertx;
        this.loop = loop;
        this.port = port;
        this.path = path;
        this.subscriptions = subscriptions;
    }

    @Override
    public Sample run(Duration length) {
        Promise<Sample> done = Promise.promise();
        loop.runOnContext(begin -> new Run(length).run().onComplete(done));
        try {
            return done.future().await(TIMEOUT.plus(length).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException timeout) {
            throw new MeasurementFailure("The subscribers could not connect within " + TIMEOUT.toSeconds() + " s.");
        }
    }

    /** One run, on the event loop only. */
    private final class Run {
        private final Duration length;
        private final WebSocketClient client =
                vertx.createWebSocketClient(new WebSocketClientOptions().setMaxConnections(subscriptions.size()));
        private final List<WebSocket> sockets = new ArrayList<>();
        private final Histogram delaysUs = new Histogram(3);
        private boolean counting;
        private boolean closing;
        private long lost;
        private int seen;

        Run(Duration length) {
            this.length = length;
        }

        Future<Sample> run() {
            return connect(0)
                    .compose(connected -> {
                        for (int i = 0; i < sockets.size(); i++) {
                            sockets.get(i).writeTextMessage(subscriptions.get(i));
                        }
                        return wait(SETTLE_TIME);
                    })
                    .compose(settled -> {
                        counting = true;
                        return wait(length);
                    })
                    .compose(counted -> disconnect());
        }

        private Future<Void> connect(int from) {
            if (from >= subscriptions.size()) {
                return Future.succeededFuture();
            }
            int to = Math.min(subscriptions.size(), from + CONNECT_CONCURRENCY);
            var connecting =
                    IntStream.range(from, to).mapToObj(each -> connect()).toList();
            return Future.all(connecting).compose(connected -> connect(to));
        }

        private Future<?> connect() {
            var address = new WebSocketConnectOptions()
                    .setHost(Ports.LOOPBACK)
                    .setPort(port)
                    .setURI(path);
            return client.connect(address).onSuccess(socket -> {
                sockets.add(socket);
                socket.frameHandler(this::count);
                socket.closeHandler(closed -> lost += closing ? 0 : 1);
            });
        }

        private Future<Void> wait(Duration time) {
            return vertx.timer(time.toMillis(), TimeUnit.MILLISECONDS).mapEmpty();
        }

        private void count(WebSocketFrame frame) {
            if (counting && ++seen % TIMED_SHARE == 0) {
                delaysUs.recordValueWithCount(delayUs(frame.textData()), TIMED_SHARE);
            }
        }

        /** Delay since the tick's time, which has millisecond precision and comes from the same clock. */
        private static long delayUs(String text) {
            int from = text.indexOf(TIME) + TIME.length();
            var time = Instant.parse(text.substring(from, text.indexOf('"', from)));
            return Math.max(0, Duration.between(time, Instant.now()).toNanos() / 1_000);
        }

        private Future<Sample> disconnect() {
            counting = false;
            closing = true;
            var failure = lost == 0 ? Optional.<String>empty() : Optional.of("connections were closed");
            var sample = new Sample(length, delaysUs, lost, failure);
            return client.close().map(sample);
        }
    }
}
