package dev.corridor.forex.candle.api.stream;

import dev.corridor.forex.candle.domain.Candle;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.candle.usecase.RecentCandles;
import dev.corridor.forex.candle.wire.CandlesJson;
import dev.corridor.forex.domain.Pair;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sends candles to connected clients: each candle when it closes, and the open one at most once a second. A client whose
 * connection is full misses candles, and sees so by the times of the next ones. Belongs to one verticle.
 */
public final class CandleFeed {
    private static final long OPEN_MS = 1_000;

    private final RecentCandles recent;
    private final Counter skipped;
    private final Map<Channel, Subscribers> channels = new HashMap<>();

    private record Channel(Pair pair, Granularity granularity) {}

    /** The subscribers of a channel, and the open candle that was last sent to them. */
    private static final class Subscribers {
        private final Set<Listener> listeners = new LinkedHashSet<>();
        private Optional<Candle> open = Optional.empty();
    }

    /** The connection of a client. */
    public interface Listener {
        boolean isFull();

        /** @param text the candle as a message */
        void candle(String text);
    }

    public CandleFeed(Vertx vertx, RecentCandles recent, MeterRegistry metrics) {
        this.recent = recent;
        skipped = metrics.counter("corridor.forex.candles.skipped");
        recent.onClosed(vertx.getOrCreateContext(), this::sendClosed);
        vertx.setPeriodic(OPEN_MS, due -> channels.forEach(this::sendOpen));
    }

    /** Subscribes a client and sends it the open candle. */
    public void subscribe(Listener listener, Pair pair, Granularity granularity) {
        var channel = new Channel(pair, granularity);
        channels.computeIfAbsent(channel, first -> new Subscribers()).listeners.add(listener);
        recent.open(pair, granularity).ifPresent(open -> send(Set.of(listener), open));
    }

    public void unsubscribe(Listener listener, Pair pair, Granularity granularity) {
        var channel = new Channel(pair, granularity);
        var subscribers = channels.get(channel);
        if (subscribers != null && subscribers.listeners.remove(listener) && subscribers.listeners.isEmpty()) {
            channels.remove(channel);
        }
    }

    /** Returns whether a pair has candles that short. */
    public boolean has(Pair pair, Granularity granularity) {
        return recent.has(pair, granularity);
    }

    private void sendClosed(List<Candle> closed) {
        for (var candle : closed) {
            var subscribers = channels.get(new Channel(candle.pair(), candle.granularity()));
            if (subscribers != null) {
                send(subscribers.listeners, candle);
            }
        }
    }

    private void sendOpen(Channel channel, Subscribers subscribers) {
        var open = recent.open(channel.pair, channel.granularity);
        if (!open.equals(subscribers.open)) {
            subscribers.open = open;
            open.ifPresent(candle -> send(subscribers.listeners, candle));
        }
    }

    private void send(Set<Listener> listeners, Candle candle) {
        var text = CandlesJson.message(candle).encode();
        for (var listener : List.copyOf(listeners)) {
            if (listener.isFull()) {
                skipped.increment();
            } else {
                listener.candle(text);
            }
        }
    }
}
