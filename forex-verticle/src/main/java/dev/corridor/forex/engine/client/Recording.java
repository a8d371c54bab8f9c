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
 * File of recorded prices that has been read once and found well-formed.
 *
 * @param opening the first price of each pair, in the order of the file
 * @param begin the time of the first line
 * @param length the time from the first line to the last
 */
record Recording(
        Path file, Map<Pair, RecordedPrice> opening, List<Instrument> instruments, Instant begin, Duration length) {
    private static final int MAX_PAIRS = 10_000;

    /**
     * Reads and checks the whole file. Blocks; not for an event loop.
     *
     * @throws MalformedLine that names the line
     * @throws java.io.UncheckedIOException
     */
    static Recording read(Path file) {
        var pairs = new LinkedHashMap<Pair, PairSummary>();
        Instant begin = null;
        Instant end = null;
        try (var reader = new RecordingReader(file)) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                var price = next.get();
                begin = begin == null ? price.time() : begin;
                end = price.time();
                pairs.computeIfAbsent(price.pair(), pair -> new PairSummary(price))
                        .add(price, reader.line());
                if (pairs.size() > MAX_PAIRS) {
                    throw reader.at(reader.line(), "there are more than " + MAX_PAIRS + " pairs");
                }
            }
            if (begin == null) {
                throw new MalformedLine(file + " has no line with a price");
            }
            pairs.values().forEach(summary -> summary.requireStorable(reader));
        }
        var opening = new LinkedHashMap<Pair, RecordedPrice>();
        pairs.forEach((pair, summary) -> opening.put(pair, summary.first));
        var instruments = pairs.values().stream().map(PairSummary::instrument).toList();
        return new Recording(file, opening, instruments, begin, Duration.between(begin, end));
    }

    RecordingReader open() {
        return new RecordingReader(file);
    }

    /** Summary of one pair's prices. */
    private static final class PairSummary {
        private final RecordedPrice first;
        private BigDecimal lowestBid;
        private BigDecimal widest = BigDecimal.ZERO;
        private long widestAt;
        private int decimals;

        private PairSummary(RecordedPrice first) {
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

        /** Refuses spreads that {@code TickRingBuffer}, which stores them in an int, cannot hold. */
        private void requireStorable(RecordingReader reader) {
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
