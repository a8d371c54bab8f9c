package dev.corridor.forex.engine.domain;

import dev.corridor.forex.domain.Pair;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Price of a pair at a moment: {@code bid <= mid <= ask}.
 *
 * @param bid what the house pays for one unit of the base currency
 * @param ask what the house charges for one unit
 * @param seq sequence number; rises by one per pair
 */
public record Tick(Pair pair, BigDecimal bid, BigDecimal ask, BigDecimal mid, Instant time, long seq) {}
