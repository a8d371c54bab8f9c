package dev.corridor.forex.engine.client;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.client.RecordedPrice.MalformedLine;
import dev.corridor.forex.engine.domain.Instrument;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of recorded prices that has been read once, and is in order.
 *
 * @param opening the first price of each pair, in the file's order
 * @param begin the time of its first line
 * @param length from its first line to its last
 */
record Recording(
        Path file, Map<Pair, RecordedPrice> opening, List<Instrument> instruments, Instant begin, Duration length) {
    private static final int MOST_PAIRS = 10_000;

    /**
     * Reads all of the file and keeps a price a pair. Blocks; not for an event loop.
     *
     * @throws MalformedLine naming the line
     * @throws java.io.UncheckedIOException
     */
    static Recording read(Path file) {
        var pairs = new LinkedHashMap<Pair, Track>();
        Instant begin = null;
        Instant end = null;
        try (var reader = new RecordingReader(file)) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                var price = next.get();
                begin = begin == null ? price.time() : begin;
                end = price.time();
                pairs.computeIfAbsent(price.pair(), pair -> new Track(price)).add(price, reader.line());
                if (pairs.size() > MOST_PAIRS) {
                    throw reader.at(reader.line(), "there are more than " + MOST_PAIRS + " pairs");
                }
            }
            if (begin == null) {
                throw new MalformedLine(file + " has no line with a price");
            }
            pairs.values().forEach(track -> track.requireRoom(reader));
        }
        var opening = new LinkedHashMap<Pair, RecordedPrice>();
        pairs.forEach((pair, track) -> opening.put(pair, track.first));
        var instruments = pairs.values().stream().map(Track::instrument).toList();
        return new Recording(file, opening, instruments, begin, Duration.between(begin, end));
    }

    RecordingReader open() {
        return new RecordingReader(file);
    }

    /** What is known of a pair once the file has been read. */
    private static final class Track {
        private final RecordedPrice first;
        private BigDecimal lowestBid;
        private BigDecimal widest = BigDecimal.ZERO;
        private long widestAt;
        private int decimals;

        private Track(RecordedPrice first) {
            this.first = first;
            this.lowestBid = first.bid();
        }

        private void add(RecordedPrice price, long line) {
            decimals = Math.max(decimals, price.decimals());
            lowestBid = lowestBid.min(price.bid());
            var spread = price.ask().subtract(price.bid());
            if (spread.compareTo(widest) > 0) {
                widest = spread;
                widestAt = line;
            }
        }

        /** Ticks are held with the distance of bid and ask in an int. */
        private void requireRoom(RecordingReader reader) {
            if (widest.movePointRight(decimals).compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
                throw reader.at(
                        widestAt, "bid and ask are too far apart for prices of " + decimals + " fraction digits");
            }
        }

        private Instrument instrument() {
            return Instrument.quoted(first.pair(), decimals, first.bid(), first.ask(), lowestBid);
        }
    }
}
