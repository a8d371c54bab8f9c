package dev.corridor.forex.engine.domain;

import java.util.List;

/**
 * Stored state of a market, from which any process can continue.
 *
 * @param currencies codes, in the engine's order
 * @param deviations per currency: the logarithm of price over reference
 * @param seqs per pair: the sequence number of its last tick
 */
public record Checkpoint(long step, List<String> currencies, List<Double> deviations, List<Long> seqs) {
    public Checkpoint {
        currencies = List.copyOf(currencies);
        deviations = List.copyOf(deviations);
        seqs = List.copyOf(seqs);
    }
}
