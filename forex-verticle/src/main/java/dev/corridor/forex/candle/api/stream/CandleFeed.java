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
 * Tells clients of candles: each when it closes, and the open one at most once a second. A client that is not ready to be told
 * misses what there was; the times of the next ones show it. Belongs to one verticle.
 */
public final class CandleFeed {
    private static final long OPEN_MS = 1_000;

    private final RecentCandles book;
    private final Counter untold;
    private final Map<Channel, Followers> channels = new HashMap<>();

    private record Channel(Pair pair, Granularity granularity) {}

    /** Who follows a channel, and the open candle as they know it. */
    private static final class Followers {
        private final Set<Listener> listeners = new LinkedHashSet<>();
        private Optional<Candle> open = Optional.empty();
    }

    /** A client's connection. */
    public interface Listener {
        boolean isFull();

        /** @param text the candle as a message */
        void candle(String text);
    }

    public CandleFeed(Vertx vertx, RecentCandles book, MeterRegistry metrics) {
        this.book = book;
        untold = metrics.counter("corridor.forex.candles.untold");
        book.follow(vertx.getOrCreateContext(), this::tellClosed);
        vertx.setPeriodic(OPEN_MS, due -> channels.forEach(this::tellOpen));
    }

    /** Tells the open candle at once. */
    public void subscribe(Listener listener, Pair pair, Granularity granularity) {
        var channel = new Channel(pair, granularity);
        channels.computeIfAbsent(channel, first -> new Followers()).listeners.add(listener);
        book.open(pair, granularity).ifPresent(open -> tell(Set.of(listener), open));
    }

    public void unsubscribe(Listener listener, Pair pair, Granularity granularity) {
        var channel = new Channel(pair, granularity);
        var followers = channels.get(channel);
        if (followers != null && followers.listeners.remove(listener) && followers.listeners.isEmpty()) {
            channels.remove(channel);
        }
    }

    /** Whether a pair has candles so short. */
    public boolean has(Pair pair, Granularity granularity) {
        return book.has(pair, granularity);
    }

    private void tellClosed(List<Candle> closed) {
        for (var candle : closed) {
            var followers = channels.get(new Channel(candle.pair(), candle.granularity()));
            if (followers != null) {
                tell(followers.listeners, candle);
            }
        }
    }

    private void tellOpen(Channel channel, Followers followers) {
        var open = book.open(channel.pair, channel.granularity);
        if (!open.equals(followers.open)) {
            followers.open = open;
            open.ifPresent(candle -> tell(followers.listeners, candle));
        }
    }

    private void tell(Set<Listener> listeners, Candle candle) {
        var text = CandlesJson.message(candle).encode();
        for (var listener : List.copyOf(listeners)) {
            if (listener.isFull()) {
                untold.increment();
            } else {
                listener.candle(text);
            }
        }
    }
}
