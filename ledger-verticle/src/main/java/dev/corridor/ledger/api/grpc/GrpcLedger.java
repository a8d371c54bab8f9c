package dev.corridor.ledger.api.grpc;

import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.LedgerServiceGrpcService;

/** Binds the methods of {@code ledger/v1/ledger.proto}. Belongs to one verticle. */
public final class GrpcLedger {
    private final GrpcAccounts accounts;
    private final GrpcHistory history;
    private final GrpcPostings postings;
    private final GrpcJournal journal;

    public GrpcLedger(GrpcAccounts accounts, GrpcHistory history, GrpcPostings postings, GrpcJournal journal) {
        this.accounts = accounts;
        this.history = history;
        this.postings = postings;
        this.journal = journal;
    }

    public void mount(GrpcTransport grpc) {
        grpc.service(LedgerServiceGrpcService.SERVICE_NAME, LedgerServiceGrpcService.SERVICE_DESCRIPTOR)
                .unary(LedgerServiceGrpcService.OpenAccounts, Scope.LEDGER_ADMIN, accounts::open)
                .unary(LedgerServiceGrpcService.UpdateAccount, Scope.LEDGER_ADMIN, accounts::update)
                .unary(LedgerServiceGrpcService.GetAccount, accounts::get)
                .unary(LedgerServiceGrpcService.ListAccounts, accounts::list)
                .unary(LedgerServiceGrpcService.FindAccounts, Scope.LEDGER_ADMIN, accounts::find)
                .unary(LedgerServiceGrpcService.GetHolds, accounts::getHolds)
                .unary(LedgerServiceGrpcService.ListExpiredHolds, Scope.LEDGER_ADMIN, accounts::listExpiredHolds)
                .unary(LedgerServiceGrpcService.ListEntries, history::listEntries)
                .unary(LedgerServiceGrpcService.GetStatement, history::getStatement)
                .unary(LedgerServiceGrpcService.GetBalance, history::getBalance)
                .unary(LedgerServiceGrpcService.ExportStatement, history::exportStatement)
                .unary(LedgerServiceGrpcService.Reconcile, history::reconcile)
                .unary(LedgerServiceGrpcService.Post, Scope.LEDGER_ADMIN, postings::post)
                .batch(LedgerServiceGrpcService.BatchPost, Scope.LEDGER_ADMIN, postings::batchPost)
                .bidiStream(LedgerServiceGrpcService.PostStream, Scope.LEDGER_ADMIN, postings::postStream)
                .unary(LedgerServiceGrpcService.GetPosting, Scope.LEDGER_ADMIN, postings::get)
                .unary(LedgerServiceGrpcService.ReversePosting, Scope.LEDGER_ADMIN, postings::reverse)
                .unary(LedgerServiceGrpcService.ListRefusals, Scope.LEDGER_ADMIN, postings::listRefusals)
                .unary(LedgerServiceGrpcService.ExportJournal, Scope.LEDGER_ADMIN, journal::export)
                .serverStream(LedgerServiceGrpcService.StreamTransfers, Scope.LEDGER_ADMIN, journal::streamTransfers)
                .unary(LedgerServiceGrpcService.GetTrialBalance, Scope.LEDGER_ADMIN, journal::getTrialBalance);
    }

    /** Ends the streams that have no end of their own. */
    public void close() {
        journal.close();
    }
}
