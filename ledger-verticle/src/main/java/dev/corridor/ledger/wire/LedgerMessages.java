package dev.corridor.ledger.wire;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.AccountChange;
import dev.corridor.ledger.domain.account.AccountFilter;
import dev.corridor.ledger.domain.account.AccountHolds;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.ExpiredHold;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.account.LimitPolicy;
import dev.corridor.ledger.domain.account.NewAccount;
import dev.corridor.ledger.domain.account.OpenHold;
import dev.corridor.ledger.domain.posting.StoredRefusal;
import dev.corridor.ledger.domain.statement.Document;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.ExternalLine;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.domain.statement.Reconciliation;
import dev.corridor.ledger.domain.statement.Statement;
import dev.corridor.ledger.domain.statement.StatementFormat;
import dev.corridor.ledger.domain.statement.TrialBalance;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.CurrencyTotal;
import dev.corridor.ledger.v1.Direction;
import dev.corridor.ledger.v1.FindAccountsRequest;
import dev.corridor.ledger.v1.FindAccountsResponse;
import dev.corridor.ledger.v1.GetBalanceResponse;
import dev.corridor.ledger.v1.Hold;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.ledger.v1.ListEntriesResponse;
import dev.corridor.ledger.v1.ListExpiredHoldsResponse;
import dev.corridor.ledger.v1.ListRefusalsResponse;
import dev.corridor.ledger.v1.ReconciledPair;
import dev.corridor.ledger.v1.Refusal;
import dev.corridor.ledger.v1.StatementLine;
import dev.corridor.ledger.v1.UpdateAccountRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Maps the ledger's domain to and from messages of ledger.v1. Postings are in {@link PostingMessages}. */
public final class LedgerMessages {
    private LedgerMessages() {}

    public static NewAccount newAccount(dev.corridor.ledger.v1.AccountSpec message) {
        var currency = Currency.of(message.getCurrency());
        var limit = limit(message.getLimit(), message.getOverdraft(), currency)
                .orElseThrow(() -> Problem.of(LedgerError.ACCOUNT_INVALID, "The limit is missing."));
        var spec =
                AccountSpec.requested(message.getOwner(), message.getCode(), currency, kind(message.getKind()), limit);
        return new NewAccount(spec, new Metadata(message.getMetadataMap()));
    }

    /** @param currency currency of the account */
    public static AccountChange change(UpdateAccountRequest message, Currency currency) {
        return new AccountChange(
                state(message.getState()),
                limit(message.getLimit(), message.getOverdraft(), currency),
                message.hasMetadata()
                        ? Optional.of(new Metadata(message.getMetadata().getValuesMap()))
                        : Optional.empty(),
                message.hasIfRevision()
                        ? Optional.of(revision -> revision == message.getIfRevision())
                        : Optional.empty());
    }

    public static AccountFilter filter(FindAccountsRequest message) {
        return new AccountFilter(
                Optional.of(message.getOwner()).filter(owner -> !owner.isEmpty()),
                new Metadata(message.getMetadataMap()));
    }

    /** @param currency currency of the account */
    public static EntryFilter filter(ListEntriesRequest message, Currency currency) {
        return new EntryFilter(
                time("from", message.hasFrom(), message.getFrom()),
                time("to", message.hasTo(), message.getTo()),
                Optional.of(message.getCounterAccountId())
                        .filter(id -> !id.isEmpty())
                        .map(LedgerIds::account),
                minorUnits(message.getMinAmount(), currency),
                minorUnits(message.getMaxAmount(), currency),
                Optional.of(message.getReference()).filter(reference -> !reference.isEmpty()));
    }

    private static OptionalLong minorUnits(String amount, Currency currency) {
        return amount.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Money.parse(amount, currency.code()).minorUnits());
    }

    public static List<Account> accounts(List<AccountProfile> accounts) {
        return accounts.stream().map(LedgerMessages::account).toList();
    }

    public static FindAccountsResponse accounts(Page<AccountProfile> page) {
        var list = FindAccountsResponse.newBuilder().setNextCursor(page.nextCursor());
        page.items().forEach(account -> list.addAccounts(account(account)));
        return list.build();
    }

    public static Account account(AccountProfile profile) {
        var account = profile.account();
        var spec = account.spec();
        return Account.newBuilder()
                .setAccountId(account.id().toString())
                .setOwner(spec.owner())
                .setCode(spec.code())
                .setCurrency(spec.currency().code())
                .setKind(kind(spec.kind()))
                .setLimit(limit(spec.limit().policy()))
                .setOverdraft(overdraft(spec))
                .setState(state(account.state()))
                .setBalance(ProtoMoney.toProto(account.balance()))
                .setPendingDebit(ProtoMoney.toProto(account.pendingDebit()))
                .setPendingCredit(ProtoMoney.toProto(account.pendingCredit()))
                .setAvailable(ProtoMoney.toProto(account.available()))
                .setVersion(account.version())
                .setRevision(account.revision())
                .putAllMetadata(profile.metadata().values())
                .setOpenedAt(ProtoTime.toProto(account.openedAt()))
                .build();
    }

    private static String overdraft(AccountSpec spec) {
        return spec.limit().policy() == LimitPolicy.OVERDRAFT
                ? new Money(spec.limit().overdraftMinor(), spec.currency()).amount()
                : "";
    }

    public static dev.corridor.ledger.v1.GetHoldsResponse holds(AccountHolds holds) {
        var message = dev.corridor.ledger.v1.GetHoldsResponse.newBuilder().setAccount(account(holds.account()));
        holds.holds().forEach(hold -> message.addHolds(hold(hold)));
        return message.build();
    }

    private static Hold hold(OpenHold hold) {
        var message = Hold.newBuilder()
                .setTransferId(hold.transferId().toString())
                .setDebitAccountId(hold.debitAccountId().toString())
                .setCreditAccountId(hold.creditAccountId().toString())
                .setAmount(ProtoMoney.toProto(hold.amount()))
                .setCode(hold.code())
                .setBookedAt(ProtoTime.toProto(hold.bookedAt()));
        hold.expiresAt().ifPresent(expiry -> message.setExpiresAt(ProtoTime.toProto(expiry)));
        return message.build();
    }

    public static ListExpiredHoldsResponse expiredHolds(Page<ExpiredHold> page) {
        var list = ListExpiredHoldsResponse.newBuilder().setNextCursor(page.nextCursor());
        page.items()
                .forEach(hold -> list.addHolds(dev.corridor.ledger.v1.ExpiredHold.newBuilder()
                        .setTransferId(hold.pendingId().toString())
                        .setDebitAccountId(hold.debitAccountId().toString())
                        .setCreditAccountId(hold.creditAccountId().toString())
                        .setAmount(ProtoMoney.toProto(hold.amount()))
                        .setCode(hold.code())
                        .setExpiredAt(ProtoTime.toProto(hold.expiredAt()))));
        return list.build();
    }

    public static ListRefusalsResponse refusals(Page<StoredRefusal> page) {
        var list = ListRefusalsResponse.newBuilder().setNextCursor(page.nextCursor());
        page.items().forEach(stored -> list.addRefusals(refusal(stored)));
        return list.build();
    }

    private static Refusal refusal(StoredRefusal stored) {
        var refusal = stored.refusal();
        return Refusal.newBuilder()
                .setPostingId(refusal.postingId().toString())
                .setReference(refusal.reference())
                .setCode(refusal.reason().code())
                .setDetail(refusal.detail())
                .setTransferIndex(refusal.transferIndex())
                .setRefusedAt(ProtoTime.toProto(refusal.refusedAt()))
                .setCorrelationId(refusal.correlationId())
                .build();
    }

    public static ListEntriesResponse entries(Page<Entry> page) {
        var list = ListEntriesResponse.newBuilder().setNextCursor(page.nextCursor());
        page.items().forEach(entry -> list.addEntries(entry(entry)));
        return list.build();
    }

    public static dev.corridor.ledger.v1.Entry entry(Entry entry) {
        return dev.corridor.ledger.v1.Entry.newBuilder()
                .setTransferId(entry.transferId().toString())
                .setPostingId(entry.postingId().toString())
                .setType(PostingMessages.type(entry.type()))
                .setDirection(direction(entry.direction()))
                .setAmount(ProtoMoney.toProto(entry.amount()))
                .setBalanceAfter(ProtoMoney.toProto(entry.balanceAfter()))
                .setVersion(entry.version())
                .setCounterAccountId(entry.counterAccountId().toString())
                .setCode(entry.code())
                .setReference(entry.reference())
                .setBookedAt(ProtoTime.toProto(entry.bookedAt()))
                .setEffectiveAt(ProtoTime.toProto(entry.effectiveAt()))
                .setRefersTo(entry.refersTo().map(UUID::toString).orElse(""))
                .setCorrelationId(entry.correlationId())
                .build();
    }

    public static dev.corridor.ledger.v1.GetStatementResponse statement(Statement statement) {
        var message = dev.corridor.ledger.v1.GetStatementResponse.newBuilder()
                .setAccount(account(statement.account()))
                .setFrom(ProtoTime.toProto(statement.from()))
                .setTo(ProtoTime.toProto(statement.to()))
                .setOpeningBalance(ProtoMoney.toProto(statement.opening()))
                .setClosingBalance(ProtoMoney.toProto(statement.closing()))
                .setNextCursor(statement.nextCursor());
        statement.entries().forEach(each -> message.addEntries(entry(each)));
        return message.build();
    }

    public static StatementFormat format(dev.corridor.ledger.v1.StatementFormat format) {
        return switch (format) {
            case STATEMENT_FORMAT_CSV -> StatementFormat.CSV;
            case STATEMENT_FORMAT_CAMT_053 -> StatementFormat.CAMT_053;
            case STATEMENT_FORMAT_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.of(StandardError.INVALID_REQUEST, "The format is missing or not known.");
        };
    }

    public static dev.corridor.ledger.v1.Document document(Document document) {
        return dev.corridor.ledger.v1.Document.newBuilder()
                .setMediaType(document.mediaType())
                .setText(document.text())
                .build();
    }

    public static dev.corridor.ledger.v1.ReconcileResponse reconciliation(Reconciliation reconciliation) {
        var message = dev.corridor.ledger.v1.ReconcileResponse.newBuilder();
        reconciliation.matched().forEach(pair -> message.addMatched(pair(pair)));
        reconciliation.differing().forEach(pair -> message.addDiffering(pair(pair)));
        reconciliation.missingInLedger().forEach(line -> message.addMissingInLedger(line(line)));
        reconciliation.missingInStatement().forEach(entry -> message.addMissingInStatement(entry(entry)));
        return message.build();
    }

    private static ReconciledPair pair(Reconciliation.Pair pair) {
        return ReconciledPair.newBuilder()
                .setLine(line(pair.line()))
                .setEntry(entry(pair.entry()))
                .build();
    }

    private static StatementLine line(ExternalLine line) {
        return StatementLine.newBuilder()
                .setNumber(line.number())
                .setDate(line.date().toString())
                .setAmount(ProtoMoney.toProto(line.amount()))
                .setReference(line.reference())
                .build();
    }

    public static GetBalanceResponse balance(Money balance, Instant asOf) {
        return GetBalanceResponse.newBuilder()
                .setBalance(ProtoMoney.toProto(balance))
                .setAsOf(ProtoTime.toProto(asOf))
                .build();
    }

    public static dev.corridor.ledger.v1.GetTrialBalanceResponse trialBalance(TrialBalance balance) {
        var message =
                dev.corridor.ledger.v1.GetTrialBalanceResponse.newBuilder().setAsOf(ProtoTime.toProto(balance.asOf()));
        balance.totals()
                .forEach(total -> message.addTotals(CurrencyTotal.newBuilder()
                        .setCurrency(total.currency().code())
                        .setDebits(total.debits().toPlainString())
                        .setCredits(total.credits().toPlainString())
                        .setDifference(total.difference().toPlainString())));
        return message.build();
    }

    /** @throws Problem invalid_request */
    public static Optional<Instant> time(String field, boolean present, Timestamp timestamp) {
        return present ? Optional.of(RequestTime.fromProto(field, timestamp)) : Optional.empty();
    }

    private static AccountKind kind(dev.corridor.ledger.v1.AccountKind kind) {
        return switch (kind) {
            case ACCOUNT_KIND_ASSET -> AccountKind.ASSET;
            case ACCOUNT_KIND_LIABILITY -> AccountKind.LIABILITY;
            case ACCOUNT_KIND_EQUITY -> AccountKind.EQUITY;
            case ACCOUNT_KIND_INCOME -> AccountKind.INCOME;
            case ACCOUNT_KIND_EXPENSE -> AccountKind.EXPENSE;
            case ACCOUNT_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.of(LedgerError.ACCOUNT_INVALID, "The kind is missing or not known.");
        };
    }

    private static dev.corridor.ledger.v1.AccountKind kind(AccountKind kind) {
        return switch (kind) {
            case ASSET -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_ASSET;
            case LIABILITY -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_LIABILITY;
            case EQUITY -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_EQUITY;
            case INCOME -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_INCOME;
            case EXPENSE -> dev.corridor.ledger.v1.AccountKind.ACCOUNT_KIND_EXPENSE;
        };
    }

    private static Optional<Limit> limit(
            dev.corridor.ledger.v1.LimitPolicy policy, String overdraft, Currency currency) {
        return switch (policy) {
            case LIMIT_POLICY_UNSPECIFIED -> Optional.empty();
            case LIMIT_POLICY_NONE -> Optional.of(Limit.NONE);
            case LIMIT_POLICY_NO_OVERDRAFT -> Optional.of(Limit.NO_OVERDRAFT);
            case LIMIT_POLICY_OVERDRAFT ->
                Optional.of(
                        Limit.overdraft(Money.parse(overdraft, currency.code()).minorUnits()));
            case UNRECOGNIZED -> throw Problem.of(LedgerError.ACCOUNT_INVALID, "The limit is not known.");
        };
    }

    private static dev.corridor.ledger.v1.LimitPolicy limit(LimitPolicy limit) {
        return switch (limit) {
            case NONE -> dev.corridor.ledger.v1.LimitPolicy.LIMIT_POLICY_NONE;
            case NO_OVERDRAFT -> dev.corridor.ledger.v1.LimitPolicy.LIMIT_POLICY_NO_OVERDRAFT;
            case OVERDRAFT -> dev.corridor.ledger.v1.LimitPolicy.LIMIT_POLICY_OVERDRAFT;
        };
    }

    private static Optional<AccountState> state(dev.corridor.ledger.v1.AccountState state) {
        return switch (state) {
            case ACCOUNT_STATE_UNSPECIFIED -> Optional.empty();
            case ACCOUNT_STATE_OPEN -> Optional.of(AccountState.OPEN);
            case ACCOUNT_STATE_FROZEN_DEBIT -> Optional.of(AccountState.FROZEN_DEBIT);
            case ACCOUNT_STATE_FROZEN_CREDIT -> Optional.of(AccountState.FROZEN_CREDIT);
            case ACCOUNT_STATE_FROZEN -> Optional.of(AccountState.FROZEN);
            case ACCOUNT_STATE_CLOSED -> Optional.of(AccountState.CLOSED);
            case UNRECOGNIZED -> throw Problem.of(LedgerError.ACCOUNT_INVALID, "The state is not known.");
        };
    }

    private static dev.corridor.ledger.v1.AccountState state(AccountState state) {
        return switch (state) {
            case OPEN -> dev.corridor.ledger.v1.AccountState.ACCOUNT_STATE_OPEN;
            case FROZEN_DEBIT -> dev.corridor.ledger.v1.AccountState.ACCOUNT_STATE_FROZEN_DEBIT;
            case FROZEN_CREDIT -> dev.corridor.ledger.v1.AccountState.ACCOUNT_STATE_FROZEN_CREDIT;
            case FROZEN -> dev.corridor.ledger.v1.AccountState.ACCOUNT_STATE_FROZEN;
            case CLOSED -> dev.corridor.ledger.v1.AccountState.ACCOUNT_STATE_CLOSED;
        };
    }

    private static Direction direction(dev.corridor.ledger.domain.account.Direction direction) {
        return switch (direction) {
            case DEBIT -> Direction.DIRECTION_DEBIT;
            case CREDIT -> Direction.DIRECTION_CREDIT;
        };
    }
}
