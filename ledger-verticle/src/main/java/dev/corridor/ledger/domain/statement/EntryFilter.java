package dev.corridor.ledger.domain.statement;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Which entries of an account are looked for.
 *
 * @param from booked then or later
 * @param to booked before
 * @param reference exactly that of the posting
 */
public record EntryFilter(
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<UUID> counterAccountId,
        OptionalLong minAmountMinor,
        OptionalLong maxAmountMinor,
        Optional<String> reference) {
    public static final EntryFilter ALL = new EntryFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty());

    /** All of a stretch of time. */
    public static EntryFilter between(Instant from, Instant to) {
        return new EntryFilter(
                Optional.of(from),
                Optional.of(to),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty());
    }
}
