package dev.corridor.ledger.api.rest;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.RestTransport;

/** Binds the operations of {@code openapi/ledger.yaml}. */
public final class RestLedger {
    /** Fits a posting of 1,000 transfers. */
    private static final int BODY_BYTES = 512 * 1024;

    private final RestAccounts accounts;
    private final RestHistory history;
    private final RestPostings postings;
    private final RestJournal journal;

    public RestLedger(RestAccounts accounts, RestHistory history, RestPostings postings, RestJournal journal) {
        this.accounts = accounts;
        this.history = history;
        this.postings = postings;
        this.journal = journal;
    }

    public void mount(RestTransport rest) {
        rest.bodyLimit(BODY_BYTES)
                .operation("listAccounts", accounts::list)
                .operation("findAccounts", Scope.LEDGER_ADMIN, accounts::find)
                .operation("openAccount", Scope.LEDGER_ADMIN, accounts::open)
                .operation("getAccount", accounts::get)
                .operation("updateAccount", Scope.LEDGER_ADMIN, accounts::update)
                .operation("getHolds", accounts::getHolds)
                .operation("listExpiredHolds", Scope.LEDGER_ADMIN, accounts::listExpiredHolds)
                .operation("listEntries", history::listEntries)
                .operation("getStatement", history::getStatement)
                .operation("getBalance", history::getBalance)
                .operation("exportStatement", history::exportStatement)
                .operation("reconcile", history::reconcile)
                .operation("post", Scope.LEDGER_ADMIN, postings::post)
                .operation("getPosting", Scope.LEDGER_ADMIN, postings::get)
                .operation("reversePosting", Scope.LEDGER_ADMIN, postings::reverse)
                .operation("listRefusals", Scope.LEDGER_ADMIN, postings::listRefusals)
                .operation("exportJournal", Scope.LEDGER_ADMIN, journal::export)
                .operation("getTrialBalance", Scope.LEDGER_ADMIN, journal::getTrialBalance);
    }
}
