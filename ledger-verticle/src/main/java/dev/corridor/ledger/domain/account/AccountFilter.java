package dev.corridor.ledger.domain.account;

import dev.corridor.kit.value.Metadata;
import java.util.Optional;

/**
 * Which accounts are looked for.
 *
 * @param metadata every one of these keys with exactly that value
 */
public record AccountFilter(Optional<String> owner, Metadata metadata) {}
