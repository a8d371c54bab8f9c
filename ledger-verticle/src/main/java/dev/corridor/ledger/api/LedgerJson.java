package dev.corridor.ledger.api;

import dev.corridor.kit.money.Money;
import dev.corridor.ledger.domain.Account;
import dev.corridor.ledger.domain.AccountKind;
import dev.corridor.ledger.domain.AccountSpec;
import dev.corridor.ledger.domain.BalanceAfter;
import dev.corridor.ledger.domain.BookedPosting;
import dev.corridor.ledger.domain.Entry;
import dev.corridor.ledger.domain.EntryPage;
import dev.corridor.ledger.domain.LimitPolicy;
import dev.corridor.ledger.domain.Outcome.Posted;
import dev.corridor.ledger.domain.Posting;
import dev.corridor.ledger.domain.Statement;
import dev.corridor.ledger.domain.Transfer;
import dev.corridor.ledger.domain.TrialBalance;
import dev.corridor.ledger.domain.TrialBalance.CurrencyTotal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** The ledger's domain to and from the JSON of its REST contract. */
final class LedgerJson {
    private LedgerJson() {}

    static AccountSpec spec(JsonObject json) {
        return new AccountSpec(
                json.getString("owner"),
                json.getString("code"),
                Money.currency(json.getString("currency")),
                AccountKind.valueOf(json.getString("kind")),
                LimitPolicy.valueOf(json.getString("limit")));
    }

    static Posting posting(JsonObject json) {
        var transfers = json.getJsonArray("transfers").stream()
                .map(JsonObject.class::cast)
                .map(LedgerJson::transfer)
                .toList();
        return new Posting(GivenIds.ofPosting("id", json.getString("id")), json.getString("reference", ""), transfers);
    }

    private static Transfer transfer(JsonObject json) {
        return new Transfer(
                GivenIds.ofPosting("id of a transfer", json.getString("id")),
                GivenIds.ofPosting("debit_account_id", json.getString("debit_account_id")),
                GivenIds.ofPosting("credit_account_id", json.getString("credit_account_id")),
                amount(json),
                json.getString("code"));
    }

    private static Money amount(JsonObject json) {
        String currency = json.getString("currency");
        return json.getValue("amount") instanceof Number number
                ? Money.of(new BigDecimal(number.toString()), Money.currency(currency))
                : Money.parse(json.getString("amount"), currency);
    }

    static JsonObject accounts(List<Account> accounts) {
        return new JsonObject().put("accounts", array(accounts, LedgerJson::account));
    }

    static JsonObject account(Account account) {
        var spec = account.spec();
        return new JsonObject()
                .put("id", account.id().toString())
                .put("owner", spec.owner())
                .put("code", spec.code())
                .put("currency", spec.currency().getCurrencyCode())
                .put("kind", spec.kind().name())
                .put("limit", spec.limit().name())
                .put("balance", account.balance().amount())
                .put("version", account.version())
                .put("opened_at", account.openedAt().toString());
    }

    static JsonObject posted(Posted posted) {
        return posting(posted.posting()).put("replayed", posted.replayed());
    }

    static JsonObject posting(BookedPosting posting) {
        return new JsonObject()
                .put("id", posting.id().toString())
                .put("reference", posting.reference())
                .put("booked_at", posting.bookedAt().toString())
                .put("transfers", array(posting.transfers(), booked -> transfer(booked.transfer())))
                .put("balances", array(posting.balances(), LedgerJson::balance));
    }

    private static JsonObject transfer(Transfer transfer) {
        return new JsonObject()
                .put("id", transfer.id().toString())
                .put("debit_account_id", transfer.debitAccountId().toString())
                .put("credit_account_id", transfer.creditAccountId().toString())
                .put("amount", transfer.amount().amount())
                .put("currency", transfer.amount().currency().getCurrencyCode())
                .put("code", transfer.code());
    }

    private static JsonObject balance(BalanceAfter after) {
        return new JsonObject()
                .put("account_id", after.accountId().toString())
                .put("balance", after.balance().amount())
                .put("currency", after.balance().currency().getCurrencyCode())
                .put("version", after.version());
    }

    static JsonObject entries(EntryPage page) {
        return withCursor(new JsonObject().put("entries", array(page.entries(), LedgerJson::entry)), page.nextCursor());
    }

    static JsonObject statement(Statement statement) {
        var json = new JsonObject()
                .put("account", account(statement.account()))
                .put("opening_balance", statement.opening().amount())
                .put("lines", array(statement.lines(), LedgerJson::entry))
                .put("closing_balance", statement.closing().amount());
        return withCursor(json, statement.nextCursor());
    }

    private static JsonObject entry(Entry entry) {
        return new JsonObject()
                .put("transfer_id", entry.transferId().toString())
                .put("posting_id", entry.postingId().toString())
                .put("direction", entry.direction().name())
                .put("amount", entry.amount().amount())
                .put("currency", entry.amount().currency().getCurrencyCode())
                .put("balance_after", entry.balanceAfter().amount())
                .put("version", entry.version())
                .put("counter_account_id", entry.counterAccountId().toString())
                .put("code", entry.code())
                .put("reference", entry.reference())
                .put("booked_at", entry.bookedAt().toString())
                .put("correlation_id", entry.correlationId());
    }

    static JsonObject trialBalance(TrialBalance balance) {
        return new JsonObject()
                .put("as_of", balance.asOf().toString())
                .put("totals", array(balance.totals(), LedgerJson::total));
    }

    private static JsonObject total(CurrencyTotal total) {
        return new JsonObject()
                .put("currency", total.currency().getCurrencyCode())
                .put("debits", total.debits().toPlainString())
                .put("credits", total.credits().toPlainString())
                .put("difference", total.difference().toPlainString());
    }

    private static <T> JsonArray array(Collection<T> items, Function<T, JsonObject> json) {
        return new JsonArray(items.stream().map(json).toList());
    }

    private static JsonObject withCursor(JsonObject json, String nextCursor) {
        return json.put("next_cursor", nextCursor.isEmpty() ? null : nextCursor);
    }
}
