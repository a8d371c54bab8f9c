package dev.corridor.forex.engine.domain;

import java.util.List;

/**
 * Where the market of a {@link TickEngine} stands, in a form that can be kept.
 *
 * @param currencies codes, in the engine's order
 * @param deviations per currency: the logarithm of price over reference
 * @param seqs per pair: the number of its last tick
 */
public record Checkpoint(long step, List<String> currencies, List<Double> deviations, List<Long> seqs) {
    public Checkpoint {
        currencies = List.copyOf(currencies);
        deviations = List.copyOf(deviations);
        seqs = List.copyOf(seqs);
    }
}
