package dev.corridor.ledger.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.statement.Document;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.StatementFormat;
import dev.corridor.ledger.usecase.AccountHistory;
import dev.corridor.ledger.usecase.StatementExport;
import dev.corridor.ledger.usecase.StatementReconciliation;
import dev.corridor.ledger.wire.LedgerCursors;
import dev.corridor.ledger.wire.LedgerIds;
import dev.corridor.ledger.wire.LedgerJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;

/** REST operations of an account's entries, statements and past balances. */
public final class RestHistory {
    private final AccountHistory history;
    private final StatementExport export;
    private final StatementReconciliation reconciliation;
    private final Clock clock;

    public RestHistory(
            AccountHistory history, StatementExport export, StatementReconciliation reconciliation, Clock clock) {
        this.history = history;
        this.export = export;
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    Future<Reply> listEntries(Caller caller, RestRequest request) {
        return history.entries(
                        caller,
                        LedgerIds.account(request.path("id")),
                        currency -> filter(request, currency),
                        Parameters.cursor(request),
                        Parameters.limit(request))
                .map(page -> Reply.ok(LedgerJson.entries(page)));
    }

    private static EntryFilter filter(RestRequest request, Currency currency) {
        return new EntryFilter(
                Parameters.time(request, "from"),
                Parameters.time(request, "to"),
                request.query("counter_account_id").map(LedgerIds::account),
                minorUnits(request.query("min_amount"), currency),
                minorUnits(request.query("max_amount"), currency),
                request.query("reference"));
    }

    private static OptionalLong minorUnits(Optional<String> amount, Currency currency) {
        return amount.map(text -> Money.parse(text, currency.code()))
                .map(money -> OptionalLong.of(money.minorUnits()))
                .orElse(OptionalLong.empty());
    }

    Future<Reply> getStatement(Caller caller, RestRequest request) {
        var account = LedgerIds.account(request.path("id"));
        var query = LedgerCursors.statement(account, Parameters.time(request, "from"), Parameters.time(request, "to"));
        return history.statement(
                        caller,
                        account,
                        Parameters.from(request),
                        Parameters.to(request, clock),
                        request.query("cursor")
                                .map(cursor -> EntryCursor.parse(LedgerCursors.position(query, cursor)))
                                .orElse(null),
                        Parameters.limit(request))
                .map(statement -> Reply.ok(LedgerJson.statement(statement.boundTo(query))));
    }

    Future<Reply> getBalance(Caller caller, RestRequest request) {
        var asOf = Parameters.time(request, "as_of").orElse(clock.instant());
        boolean effective = request.query("by").orElse("booking").equals("effective");
        return history.balance(caller, LedgerIds.account(request.path("id")), asOf, effective)
                .map(balance -> Reply.ok(LedgerJson.balance(balance, asOf)));
    }

    Future<Reply> exportStatement(Caller caller, RestRequest request) {
        return export.export(
                        caller,
                        LedgerIds.account(request.path("id")),
                        Parameters.from(request),
                        Parameters.to(request, clock),
                        StatementFormat.of(request.path("format")))
                .map(RestHistory::reply);
    }

    static Reply reply(Document document) {
        return Reply.of(200, document.mediaType(), Buffer.buffer(document.text()));
    }

    /** Takes the statement as an uploaded document or as text within JSON. */
    Future<Reply> reconcile(Caller caller, RestRequest request) {
        var uploaded = request.document();
        var format = uploaded.map(document -> StatementFormat.ofMediaType(document.mediaType()))
                .orElseGet(() -> StatementFormat.of(request.body().getString("format")));
        var statement = uploaded.map(RestRequest.Document::text)
                .orElseGet(() -> request.body().getString("statement"));
        return reconciliation
                .reconcile(caller, LedgerIds.account(request.path("id")), statement, format)
                .map(result -> Reply.ok(LedgerJson.reconciliation(result)));
    }
}
