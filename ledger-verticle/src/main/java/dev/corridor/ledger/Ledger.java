package dev.corridor.ledger;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.domain.Account;
import dev.corridor.ledger.domain.AccountSpec;
import dev.corridor.ledger.domain.BookedPosting;
import dev.corridor.ledger.domain.EntryPage;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.Outcome;
import dev.corridor.ledger.domain.Posting;
import dev.corridor.ledger.domain.Statement;
import dev.corridor.ledger.domain.TrialBalance;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.store.Journal;
import dev.corridor.ledger.store.Postings;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** What the ledger does, whichever door it is asked through, and who may see what. */
public final class Ledger {
    private static final String NOT_YOURS = "The accounts of others need the scope " + Scope.LEDGER_ADMIN.value() + ".";

    private final Accounts accounts;
    private final Entries entries;
    private final Postings postings;
    private final Journal journal;

    public Ledger(Accounts accounts, Entries entries, Postings postings, Journal journal) {
        this.accounts = accounts;
        this.entries = entries;
        this.postings = postings;
        this.journal = journal;
    }

    public Future<List<Account>> open(List<AccountSpec> specs) {
        return accounts.open(specs);
    }

    public Future<Outcome> post(Posting posting) {
        return journal.post(posting);
    }

    public Future<BookedPosting> posting(UUID id) {
        return postings.find(id)
                .map(found -> found.orElseThrow(
                        () -> Problem.of(LedgerError.POSTING_NOT_FOUND, "Posting " + id + " was not booked.")));
    }

    public Future<TrialBalance> trialBalance() {
        return accounts.trialBalance();
    }

    public Future<List<Account>> accountsOf(Caller caller, String owner) {
        requireReader(caller);
        if (!caller.isSelfOr(owner, Scope.LEDGER_ADMIN)) {
            throw Problem.of(StandardError.FORBIDDEN, NOT_YOURS);
        }
        return AccountSpec.canOwn(owner) ? accounts.ofOwner(owner) : Future.succeededFuture(List.of());
    }

    /** Somebody else's account is not found, so that nobody learns which ids exist. */
    public Future<Account> account(Caller caller, UUID id) {
        requireReader(caller);
        return accounts.find(id).map(found -> found.filter(
                        account -> caller.isSelfOr(account.owner(), Scope.LEDGER_ADMIN))
                .orElseThrow(() -> Problem.of(LedgerError.ACCOUNT_NOT_FOUND, "Account " + id + " does not exist.")));
    }

    public Future<EntryPage> entries(Caller caller, UUID accountId, EntryPage.Request request) {
        return account(caller, accountId).compose(account -> page(account, request));
    }

    public Future<Statement> statement(Caller caller, UUID accountId, EntryPage.Request request) {
        return account(caller, accountId)
                .compose(account -> page(account, request).map(page -> Statement.of(account, page)));
    }

    private Future<EntryPage> page(Account account, EntryPage.Request request) {
        return entries.page(account.id(), request.beforeVersion(), request.limit())
                .map(EntryPage::of);
    }

    private static void requireReader(Caller caller) {
        if (!caller.has(Scope.LEDGER_ADMIN)) {
            caller.require(Scope.LEDGER_READ);
        }
    }
}
