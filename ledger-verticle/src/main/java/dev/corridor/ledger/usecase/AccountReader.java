package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.AccountHolds;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Holds;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** Reads accounts for a caller, who sees its own accounts with ledger:read and every account with ledger:admin. */
public final class AccountReader {
    private final Accounts accounts;
    private final Holds holds;

    public AccountReader(Accounts accounts, Holds holds) {
        this.accounts = accounts;
        this.holds = holds;
    }

    public Future<List<AccountProfile>> ofOwner(Caller caller, String owner) {
        requireReader(caller);
        if (!caller.isSelfOr(owner, Scope.LEDGER_ADMIN)) {
            throw Problem.of(
                    StandardError.FORBIDDEN,
                    "The accounts of other owners need the scope " + Scope.LEDGER_ADMIN.value() + ".");
        }
        return AccountSpec.canOwn(owner) ? accounts.ofOwner(owner) : Future.succeededFuture(List.of());
    }

    /**
     * @return fails with account_not_found for another owner's account too, so that a caller cannot learn which ids
     *     exist
     */
    public Future<AccountProfile> account(Caller caller, UUID id) {
        requireReader(caller);
        return accounts.find(id)
                .map(found -> found.filter(profile -> mayRead(caller, profile)).orElseThrow(() -> notFound(id)));
    }

    /** Does as {@link #account}, with the account's open holds. */
    public Future<AccountHolds> holds(Caller caller, UUID id) {
        requireReader(caller);
        return holds.ofAccount(id, AccountHolds.MAX).map(found -> found.filter(each -> mayRead(caller, each.account()))
                .orElseThrow(() -> notFound(id)));
    }

    private static boolean mayRead(Caller caller, AccountProfile profile) {
        return caller.isSelfOr(profile.account().owner(), Scope.LEDGER_ADMIN);
    }

    private static Problem notFound(UUID id) {
        return Problem.of(LedgerError.ACCOUNT_NOT_FOUND, "Account " + id + " does not exist.");
    }

    private static void requireReader(Caller caller) {
        if (!caller.has(Scope.LEDGER_ADMIN)) {
            caller.require(Scope.LEDGER_READ);
        }
    }
}
