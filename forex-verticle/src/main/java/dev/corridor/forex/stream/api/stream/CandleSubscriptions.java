package dev.corridor.forex.stream.api.stream;

import dev.corridor.forex.candle.api.stream.CandleFeed;
import dev.corridor.forex.candle.domain.Granularity;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.stream.usecase.PairSelection;
import dev.corridor.forex.stream.usecase.SubscriptionLimit;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.stream.OpenStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Subscriptions of one WebSocket client to candles. Belongs to one event loop. */
final class CandleSubscriptions {
    /** Memory of a channel here and of its listener in the feed. */
    private static final long CHANNEL_BYTES = 160;

    private final CandleFeed feed;
    private final CandleFeed.Listener listener;
    private final SubscriptionLimit limit;
    private final OpenStream stream;
    private final Set<Channel> channels = new HashSet<>();

    /** Candles of one pair and granularity. */
    record Channel(Pair pair, Granularity granularity) {}

    CandleSubscriptions(CandleFeed feed, CandleFeed.Listener listener, SubscriptionLimit limit, OpenStream stream) {
        this.feed = feed;
        this.listener = listener;
        this.limit = limit;
        this.stream = stream;
    }

    /**
     * Returns the channels of a selection. "*" leaves out pairs that have no candles of the granularity.
     *
     * @throws Problem granularity_unavailable when a pair by name has none
     */
    List<Channel> channels(PairSelection selection, Granularity granularity) {
        var found = selection.ticks().stream()
                .filter(latest -> feed.has(latest.pair(), granularity))
                .map(latest -> new Channel(latest.pair(), granularity))
                .toList();
        if (!selection.all() && found.size() < selection.ticks().size()) {
            throw Problem.of(
                    ForexError.GRANULARITY_UNAVAILABLE,
                    "Some of these pairs have no candles of " + granularity.code() + "; none was subscribed.");
        }
        return found;
    }

    /** @throws Problem too_many_subscriptions; overloaded when there is no memory for them */
    void reserve(List<Channel> wanted) {
        long added =
                wanted.stream().filter(channel -> !channels.contains(channel)).count();
        limit.requireRoom(channels.size(), added);
        stream.hold(added * CHANNEL_BYTES);
    }

    void add(List<Channel> added) {
        channels.addAll(added);
        added.forEach(channel -> feed.subscribe(listener, channel.pair, channel.granularity));
    }

    void remove(List<Channel> removed) {
        removed.forEach(channel -> feed.unsubscribe(listener, channel.pair, channel.granularity));
        long fewer = removed.stream().filter(channels::remove).count();
        stream.release(fewer * CHANNEL_BYTES);
    }

    void removeAll() {
        remove(List.copyOf(channels));
    }
}
