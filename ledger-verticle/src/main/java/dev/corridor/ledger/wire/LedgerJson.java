package dev.corridor.ledger.wire;

import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.AccountChange;
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
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.ExternalLine;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.domain.statement.Reconciliation;
import dev.corridor.ledger.domain.statement.Statement;
import dev.corridor.ledger.domain.statement.TrialBalance;
import dev.corridor.ledger.domain.statement.TrialBalance.CurrencyTotal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Maps the ledger's domain to and from JSON of the REST contract. Postings are in {@link PostingJson}. */
public final class LedgerJson {
    private LedgerJson() {}

    public static NewAccount newAccount(JsonObject json) {
        var currency = Currency.of(json.getString("currency"));
        var spec = AccountSpec.requested(
                json.getString("owner"),
                json.getString("code"),
                currency,
                AccountKind.valueOf(json.getString("kind")),
                limit(json, currency).orElseThrow());
        return new NewAccount(spec, metadata(json));
    }

    /** @param currency currency of the account */
    public static AccountChange change(JsonObject json, Currency currency, Optional<LongPredicate> ifRevision) {
        return new AccountChange(
                Optional.ofNullable(json.getString("state")).map(AccountState::valueOf),
                limit(json, currency),
                json.containsKey("metadata") ? Optional.of(metadata(json)) : Optional.empty(),
                ifRevision);
    }

    private static Optional<Limit> limit(JsonObject json, Currency currency) {
        return Optional.ofNullable(json.getString("limit"))
                .map(LimitPolicy::valueOf)
                .map(policy -> switch (policy) {
                    case NONE -> Limit.NONE;
                    case NO_OVERDRAFT -> Limit.NO_OVERDRAFT;
                    case OVERDRAFT ->
                        Limit.overdraft(
                                amount(json.getValue("overdraft"), currency).minorUnits());
                });
    }

    /** Reads an amount from a decimal string or a JSON number. */
    private static Money amount(Object amount, Currency currency) {
        return amount instanceof Number number
                ? Money.of(new BigDecimal(number.toString()), currency)
                : Money.parse((String) amount, currency.code());
    }

    public static Metadata metadata(JsonObject json) {
        return MetadataJson.read(json.getJsonObject("metadata"));
    }

    public static JsonObject accounts(List<AccountProfile> accounts) {
        return new JsonObject().put("accounts", array(accounts, LedgerJson::account));
    }

    public static JsonObject accounts(Page<AccountProfile> page) {
        return withCursor(accounts(page.items()), page.nextCursor());
    }

    public static JsonObject account(AccountProfile profile) {
        var account = profile.account();
        var spec = account.spec();
        var json = new JsonObject()
                .put("id", account.id().toString())
                .put("owner", spec.owner())
                .put("code", spec.code())
                .put("currency", spec.currency().code())
                .put("kind", spec.kind().name())
                .put("normal_side", spec.kind().normalSide().name())
                .put("limit", spec.limit().policy().name());
        if (spec.limit().policy() == LimitPolicy.OVERDRAFT) {
            json.put("overdraft", new Money(spec.limit().overdraftMinor(), spec.currency()).amount());
        }
        return json.put("state", account.state().name())
                .put("balance", account.balance().amount())
                .put("pending_debit", account.pendingDebit().amount())
                .put("pending_credit", account.pendingCredit().amount())
                .put("available", account.available().amount())
                .put("version", account.version())
                .put("metadata", MetadataJson.of(profile.metadata()))
                .put("revision", account.revision())
                .put("opened_at", account.openedAt().toString());
    }

    public static JsonObject holds(AccountHolds holds) {
        return new JsonObject()
                .put("account", account(holds.account()))
                .put("holds", array(holds.holds(), LedgerJson::hold));
    }

    private static JsonObject hold(OpenHold hold) {
        return new JsonObject()
                .put("transfer_id", hold.transferId().toString())
                .put("debit_account_id", hold.debitAccountId().toString())
                .put("credit_account_id", hold.creditAccountId().toString())
                .put("amount", hold.amount().amount())
                .put("currency", hold.amount().currency().code())
                .put("code", hold.code())
                .put("booked_at", hold.bookedAt().toString())
                .put("expires_at", hold.expiresAt().map(Instant::toString).orElse(null));
    }

    public static JsonObject expiredHolds(Page<ExpiredHold> page) {
        return withCursor(
                new JsonObject().put("holds", array(page.items(), LedgerJson::expiredHold)), page.nextCursor());
    }

    private static JsonObject expiredHold(ExpiredHold hold) {
        return new JsonObject()
                .put("transfer_id", hold.pendingId().toString())
                .put("debit_account_id", hold.debitAccountId().toString())
                .put("credit_account_id", hold.creditAccountId().toString())
                .put("amount", hold.amount().amount())
                .put("currency", hold.amount().currency().code())
                .put("code", hold.code())
                .put("expired_at", hold.expiredAt().toString());
    }

    public static JsonObject refusals(Page<StoredRefusal> page) {
        return withCursor(
                new JsonObject().put("refusals", array(page.items(), LedgerJson::refusal)), page.nextCursor());
    }

    private static JsonObject refusal(StoredRefusal stored) {
        var refusal = stored.refusal();
        return new JsonObject()
                .put("posting_id", refusal.postingId().toString())
                .put("reference", refusal.reference())
                .put("code", refusal.reason().code())
                .put("detail", refusal.detail())
                .put("transfer_index", refusal.transferIndex())
                .put("refused_at", refusal.refusedAt().toString())
                .put("correlation_id", refusal.correlationId());
    }

    public static JsonObject entries(Page<Entry> page) {
        return withCursor(new JsonObject().put("entries", array(page.items(), LedgerJson::entry)), page.nextCursor());
    }

    public static JsonObject entry(Entry entry) {
        return new JsonObject()
                .put("transfer_id", entry.transferId().toString())
                .put("posting_id", entry.postingId().toString())
                .put("type", entry.type().name())
                .put("direction", entry.direction().name())
                .put("amount", entry.amount().amount())
                .put("currency", entry.amount().currency().code())
                .put("balance_after", entry.balanceAfter().amount())
                .put("version", entry.version())
                .put("counter_account_id", entry.counterAccountId().toString())
                .put("code", entry.code())
                .put("reference", entry.reference())
                .put("booked_at", entry.bookedAt().toString())
                .put("effective_at", entry.effectiveAt().toString())
                .put("refers_to", entry.refersTo().map(UUID::toString).orElse(null))
                .put("correlation_id", entry.correlationId());
    }

    public static JsonObject statement(Statement statement) {
        var json = new JsonObject()
                .put("account", account(statement.account()))
                .put("from", statement.from().toString())
                .put("to", statement.to().toString())
                .put("opening_balance", statement.opening().amount())
                .put("entries", array(statement.entries(), LedgerJson::entry))
                .put("closing_balance", statement.closing().amount());
        return withCursor(json, statement.nextCursor());
    }

    public static JsonObject reconciliation(Reconciliation reconciliation) {
        return new JsonObject()
                .put("matched", array(reconciliation.matched(), LedgerJson::pair))
                .put("differing", array(reconciliation.differing(), LedgerJson::pair))
                .put("missing_in_ledger", array(reconciliation.missingInLedger(), LedgerJson::line))
                .put("missing_in_statement", array(reconciliation.missingInStatement(), LedgerJson::entry));
    }

    private static JsonObject pair(Reconciliation.Pair pair) {
        return new JsonObject().put("line", line(pair.line())).put("entry", entry(pair.entry()));
    }

    private static JsonObject line(ExternalLine line) {
        return new JsonObject()
                .put("number", line.number())
                .put("date", line.date().toString())
                .put("amount", line.amount().amount())
                .put("currency", line.amount().currency().code())
                .put("reference", line.reference());
    }

    public static JsonObject balance(Money balance, Instant asOf) {
        return new JsonObject()
                .put("balance", balance.amount())
                .put("currency", balance.currency().code())
                .put("as_of", asOf.toString());
    }

    public static JsonObject trialBalance(TrialBalance balance) {
        return new JsonObject()
                .put("as_of", balance.asOf().toString())
                .put("totals", array(balance.totals(), LedgerJson::total));
    }

    private static JsonObject total(CurrencyTotal total) {
        return new JsonObject()
                .put("currency", total.currency().code())
                .put("debits", total.debits().toPlainString())
                .put("credits", total.credits().toPlainString())
                .put("difference", total.difference().toPlainString());
    }

    public static <T> JsonArray array(Collection<T> items, Function<T, JsonObject> json) {
        return new JsonArray(items.stream().map(json).toList());
    }

    private static JsonObject withCursor(JsonObject json, String nextCursor) {
        return json.put("next_cursor", nextCursor.isEmpty() ? null : nextCursor);
    }
}
