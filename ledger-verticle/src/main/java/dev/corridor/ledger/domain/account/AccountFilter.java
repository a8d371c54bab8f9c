package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Metadata;
import java.util.Optional;

/**
 * Filter of a search for accounts.
 *
 * @param metadata keys and values that an account must all have
 */
public record AccountFilter(Optional<String> owner, Metadata metadata) {}
