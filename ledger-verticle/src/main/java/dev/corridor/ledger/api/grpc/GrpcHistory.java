package dev.corridor.ledger.api.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.usecase.AccountHistory;
import dev.corridor.ledger.usecase.StatementExport;
import dev.corridor.ledger.usecase.StatementReconciliation;
import dev.corridor.ledger.v1.ExportStatementRequest;
import dev.corridor.ledger.v1.ExportStatementResponse;
import dev.corridor.ledger.v1.GetBalanceRequest;
import dev.corridor.ledger.v1.GetBalanceResponse;
import dev.corridor.ledger.v1.GetStatementRequest;
import dev.corridor.ledger.v1.GetStatementResponse;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.ledger.v1.ListEntriesResponse;
import dev.corridor.ledger.v1.ReconcileRequest;
import dev.corridor.ledger.v1.ReconcileResponse;
import dev.corridor.ledger.wire.LedgerCursors;
import dev.corridor.ledger.wire.LedgerIds;
import dev.corridor.ledger.wire.LedgerMessages;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;

/** gRPC methods of an account's entries, statements and past balances. */
public final class GrpcHistory {
    private final AccountHistory history;
    private final StatementExport export;
    private final StatementReconciliation reconciliation;
    private final Clock clock;

    public GrpcHistory(
            AccountHistory history, StatementExport export, StatementReconciliation reconciliation, Clock clock) {
        this.history = history;
        this.export = export;
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    Future<ListEntriesResponse> listEntries(Caller caller, ListEntriesRequest request) {
        return history.entries(
                        caller,
                        LedgerIds.account(request.getAccountId()),
                        currency -> LedgerMessages.filter(request, currency),
                        request.getCursor(),
                        Page.LIMIT.of(request.getLimit()))
                .map(LedgerMessages::entries);
    }

    Future<GetStatementResponse> getStatement(Caller caller, GetStatementRequest request) {
        var account = LedgerIds.account(request.getAccountId());
        var from = LedgerMessages.time("from", request.hasFrom(), request.getFrom());
        var to = LedgerMessages.time("to", request.hasTo(), request.getTo());
        var query = LedgerCursors.statement(account, from, to);
        String position = LedgerCursors.position(query, request.getCursor());
        return history.statement(
                        caller,
                        account,
                        from.orElse(Instant.EPOCH),
                        to.orElse(clock.instant()),
                        position.isEmpty() ? null : EntryCursor.parse(position),
                        Page.LIMIT.of(request.getLimit()))
                .map(statement -> LedgerMessages.statement(statement.boundTo(query)));
    }

    Future<GetBalanceResponse> getBalance(Caller caller, GetBalanceRequest request) {
        var asOf = LedgerMessages.time("as_of", request.hasAsOf(), request.getAsOf())
                .orElse(clock.instant());
        return history.balance(caller, LedgerIds.account(request.getAccountId()), asOf, request.getEffective())
                .map(balance -> LedgerMessages.balance(balance, asOf));
    }

    Future<ExportStatementResponse> exportStatement(Caller caller, ExportStatementRequest request) {
        return export.export(
                        caller,
                        LedgerIds.account(request.getAccountId()),
                        LedgerMessages.time("from", request.hasFrom(), request.getFrom())
                                .orElse(Instant.EPOCH),
                        LedgerMessages.time("to", request.hasTo(), request.getTo())
                                .orElse(clock.instant()),
                        LedgerMessages.format(request.getFormat()))
                .map(document -> ExportStatementResponse.newBuilder()
                        .setDocument(LedgerMessages.document(document))
                        .build());
    }

    Future<ReconcileResponse> reconcile(Caller caller, ReconcileRequest request) {
        if (!request.getStatement().isValidUtf8()) {
            throw Problem.of(LedgerError.STATEMENT_INVALID, "The statement is not UTF-8.");
        }
        return reconciliation
                .reconcile(
                        caller,
                        LedgerIds.account(request.getAccountId()),
                        request.getStatement().toStringUtf8(),
                        LedgerMessages.format(request.getFormat()))
                .map(LedgerMessages::reconciliation);
    }
}
