package dev.corridor.ledger.domain.statement;

import dev.corridor.kit.value.Period;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Filter of an account's entries.
 *
 * @param from booked at or after this time
 * @param to booked before this time
 * @param reference equals the reference of the posting
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

    /** @throws dev.corridor.kit.error.Problem invalid_request if the period ends before it begins */
    public EntryFilter {
        Period.require(from, to);
    }
}
