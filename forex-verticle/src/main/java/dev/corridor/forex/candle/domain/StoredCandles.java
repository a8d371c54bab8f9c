package dev.corridor.forex.candle.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The part of a candle series that the database has, as of one moment.
 *
 * @param storedUntil every candle that ended up to this moment is stored; empty when none has ever been stored
 * @param before the last candle before the requested range
 * @param candles the candles of the range that have ticks, in order; one more than the page takes if there are more
 * @param outages the outages that touch the range
 */
public record StoredCandles(
        Optional<Instant> storedUntil,
        Optional<Candle> before,
        List<Candle> candles,
        List<CandleSeries.Outage> outages) {}
