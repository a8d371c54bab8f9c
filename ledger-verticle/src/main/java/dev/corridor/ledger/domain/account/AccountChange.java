package dev.corridor.ledger.domain.account;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Metadata;
import dev.corridor.ledger.domain.LedgerError;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * New attributes of an account. Empty ones do not change.
 *
 * @param ifRevision condition that the account's revision must satisfy
 */
public record AccountChange(
        Optional<AccountState> state,
        Optional<Limit> limit,
        Optional<Metadata> metadata,
        Optional<LongPredicate> ifRevision) {

    /** @throws Problem stale_version, account_closed, account_not_empty, insufficient_funds */
    public AccountProfile applyTo(AccountProfile profile) {
        var account = profile.account();
        if (ifRevision.filter(condition -> !condition.test(account.revision())).isPresent()) {
            throw Problem.of(
                    LedgerError.STALE_VERSION,
                    "Account %s is at revision %d.".formatted(account.id(), account.revision()));
        }
        if (account.state() == AccountState.CLOSED) {
            throw Problem.of(LedgerError.ACCOUNT_CLOSED, "Account " + account.id() + " is closed.");
        }
        var newLimit = limit.orElse(account.spec().limit());
        if (!account.fits(newLimit)) {
            throw Problem.of(
                    LedgerError.INSUFFICIENT_FUNDS, "Account " + account.id() + " is below the requested limit.");
        }
        var newState = state.orElse(account.state());
        if (newState == AccountState.CLOSED && !account.isEmpty()) {
            throw Problem.of(
                    LedgerError.ACCOUNT_NOT_EMPTY, "Account " + account.id() + " is not at zero, or has open holds.");
        }
        return new AccountProfile(account.revised(newState, newLimit), metadata.orElse(profile.metadata()));
    }
}
