package dev.corridor.ledger.usecase;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.value.Ids;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.TimeCursor;
import dev.corridor.ledger.domain.account.AccountChange;
import dev.corridor.ledger.domain.account.AccountFilter;
import dev.corridor.ledger.domain.account.AccountHolds;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.account.ExpiredHold;
import dev.corridor.ledger.domain.account.NewAccount;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.domain.posting.StoredRefusal;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.domain.statement.Statement;
import dev.corridor.ledger.domain.statement.TrialBalance;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.store.Postings;
import dev.corridor.ledger.store.Refusals;
import dev.corridor.ledger.store.TrialBalances;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What the ledger does, whichever door it is asked through, and who may see what. */
public final class Ledger {
    private static final String NOT_YOURS = "The accounts of others need the scope " + Scope.LEDGER_ADMIN.value() + ".";

    private final Accounts accounts;
    private final Entries entries;
    private final Postings postings;
    private final Holds holds;
    private final Refusals refusals;
    private final TrialBalances trialBalances;
    private final Journal journal;

    public Ledger(
            Accounts accounts,
            Entries entries,
            Postings postings,
            Holds holds,
            Refusals refusals,
            TrialBalances trialBalances,
            Journal journal) {
        this.accounts = accounts;
        this.entries = entries;
        this.postings = postings;
        this.holds = holds;
        this.refusals = refusals;
        this.trialBalances = trialBalances;
        this.journal = journal;
    }

    public Future<List<AccountProfile>> open(List<NewAccount> asked) {
        return accounts.open(asked);
    }

    /** @param change to what, given the account's currency */
    public Future<AccountProfile> change(UUID accountId, Function<Currency, AccountChange> change) {
        return accounts.change(accountId, change);
    }

    public Future<Page<AccountProfile>> find(AccountFilter filter, UUID after, int limit) {
        return accounts.list(filter, after, limit + 1).map(found -> Page.ofAccounts(found, limit));
    }

    public Future<Outcome> post(Posting posting, boolean dryRun) {
        return post(posting, Correlation.current(), dryRun);
    }

    /** @param correlationId whose request it belongs to, where one call brings those of many */
    public Future<Outcome> post(Posting posting, String correlationId, boolean dryRun) {
        return journal.post(PostingRequest.of(posting, correlationId, dryRun));
    }

    /** Completes when postings can be taken without being turned away. */
    public Future<Void> room() {
        return journal.room();
    }

    /** What was decided under that id, and which of its transfers are reversed by which. */
    public Future<StoredPosting> kept(UUID id) {
        return posting(id).compose(outcome -> {
            if (!(outcome instanceof Posted posted)) {
                return Future.succeededFuture(new StoredPosting(outcome, Map.of()));
            }
            var ids = posted.posting().transfers().stream()
                    .map(BookedTransfer::id)
                    .toList();
            return postings.reversals(ids).map(reversals -> new StoredPosting(outcome, reversals));
        });
    }

    private Future<Outcome> posting(UUID id) {
        return postings.find(id)
                .map(found -> found.orElseThrow(() ->
                        Problem.of(LedgerError.POSTING_NOT_FOUND, "Nothing was decided under the id " + id + ".")));
    }

    /** The transfers of the reversal have ids that follow from it, so that a repeat is the same posting. */
    public Future<Outcome> reverse(UUID postingId, UUID reversalId, String reference) {
        return posting(postingId).compose(outcome -> {
            if (!(outcome instanceof Posted posted)) {
                throw Problem.of(LedgerError.NOT_REVERSIBLE, "Posting " + postingId + " was refused.");
            }
            return post(reversalOf(posted.posting(), reversalId, reference), false);
        });
    }

    /** Last first, so that what came in is there to go out. */
    private static Posting reversalOf(BookedPosting posting, UUID reversalId, String reference) {
        var transfers = new ArrayList<Transfer>();
        for (int i = posting.transfers().size() - 1; i >= 0; i--) {
            var transfer = posting.transfers().get(i);
            transfers.add(
                    new Transfer.Reversal(Ids.derived(reversalId, transfer.id().toString()), transfer.id()));
        }
        return Posting.of(reversalId, reference, transfers);
    }

    /** @param asOf empty: as the accounts stand */
    public Future<TrialBalance> trialBalance(Optional<Instant> asOf) {
        return asOf.map(trialBalances::asOf).orElseGet(trialBalances::now);
    }

    public Future<Page<StoredRefusal>> refusals(UUID before, int limit) {
        return refusals.page(before, limit + 1).map(found -> Page.ofRefusals(found, limit));
    }

    public Future<Page<ExpiredHold>> expiredHolds(TimeCursor before, int limit) {
        return holds.expired(before, limit + 1).map(found -> Page.ofExpiredHolds(found, limit));
    }

    public Future<List<AccountProfile>> accountsOf(Caller caller, String owner) {
        requireReader(caller);
        if (!caller.isSelfOr(owner, Scope.LEDGER_ADMIN)) {
            throw Problem.of(StandardError.FORBIDDEN, NOT_YOURS);
        }
        return AccountSpec.canOwn(owner) ? accounts.ofOwner(owner) : Future.succeededFuture(List.of());
    }

    /** Somebody else's account is not found, so that nobody learns which ids exist. */
    public Future<AccountProfile> account(Caller caller, UUID id) {
        requireReader(caller);
        return accounts.find(id)
                .map(found -> found.filter(profile -> mayRead(caller, profile)).orElseThrow(() -> notFound(id)));
    }

    /** As {@link #account}, with its open holds. */
    public Future<AccountHolds> holds(Caller caller, UUID id) {
        requireReader(caller);
        return holds.of(id, AccountHolds.MAX).map(found -> found.filter(each -> mayRead(caller, each.account()))
                .orElseThrow(() -> notFound(id)));
    }

    /** @param filter which of them, given the account's currency */
    public Future<Page<Entry>> entries(
            Caller caller, UUID accountId, Function<Currency, EntryFilter> filter, EntryCursor before, int limit) {
        return account(caller, accountId)
                .map(profile -> filter.apply(profile.account().currency()))
                .compose(wanted -> entries.page(accountId, wanted, before, limit + 1))
                .map(found -> Page.ofEntries(found, limit));
    }

    /**
     * From when the account was opened, if {@code from} is earlier.
     *
     * @param after where the statement before this one ended; null: at the beginning
     */
    public Future<Statement> statement(
            Caller caller, UUID accountId, Instant from, Instant to, EntryCursor after, int limit) {
        return account(caller, accountId).compose(profile -> {
            var opened = profile.account().openedAt();
            var begin = from.isBefore(opened) ? opened : from;
            var start = after == null ? EntryCursor.before(begin) : after;
            return Future.all(entries.balanceAt(accountId, start), entries.following(accountId, start, to, limit + 1))
                    .map(both -> Statement.of(profile, begin, to, both.resultAt(0), both.resultAt(1), limit));
        });
    }

    /** The balance as it was booked by then, or as all that counts from then or before makes it. */
    public Future<Money> balance(Caller caller, UUID accountId, Instant asOf, boolean effective) {
        return account(caller, accountId).compose(profile -> {
            var account = profile.account();
            boolean creditNormal = account.spec().kind().normalSide() == Direction.CREDIT;
            return entries.balanceAt(accountId, EntryCursor.until(asOf))
                    .compose(booked -> effective
                            ? entries.effectiveBalance(accountId, asOf, booked, creditNormal)
                            : Future.succeededFuture(booked))
                    .map(minor -> new Money(minor, account.currency()));
        });
    }

    private static boolean mayRead(Caller caller, AccountProfile profile) {
        return caller.isSelfOr(profile.account().owner(), Scope.LEDGER_ADMIN);
    }

    private static Problem notFound(UUID accountId) {
        return Problem.of(LedgerError.ACCOUNT_NOT_FOUND, "Account " + accountId + " does not exist.");
    }

    private static void requireReader(Caller caller) {
        if (!caller.has(Scope.LEDGER_ADMIN)) {
            caller.require(Scope.LEDGER_READ);
        }
    }
}
