package dev.corridor.ledger.api;

import dev.corridor.kit.door.Reply;
import dev.corridor.kit.door.RestDoor;
import dev.corridor.kit.door.RestRequest;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.Ledger;
import dev.corridor.ledger.domain.EntryPage;
import dev.corridor.ledger.domain.Outcome;
import dev.corridor.ledger.domain.Outcome.Posted;
import dev.corridor.ledger.domain.Outcome.Refused;
import io.vertx.core.Future;
import java.util.List;

/** The ledger's REST door: {@code openapi/ledger.yaml}. */
public final class RestLedger {
    private static final String ME = "me";

    private final Ledger ledger;

    public RestLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    public void mount(RestDoor rest) {
        rest.operation("listAccounts", this::listAccounts)
                .operation("openAccount", Scope.LEDGER_ADMIN, this::openAccount)
                .operation("getAccount", this::getAccount)
                .operation("listEntries", this::listEntries)
                .operation("getStatement", this::getStatement)
                .operation("post", Scope.LEDGER_ADMIN, this::post)
                .operation("getPosting", Scope.LEDGER_ADMIN, this::getPosting)
                .operation("getTrialBalance", Scope.LEDGER_ADMIN, this::getTrialBalance);
    }

    private Future<Reply> listAccounts(Caller caller, RestRequest request) {
        String owner = request.query("owner").orElse(ME);
        return ledger.accountsOf(caller, owner.equals(ME) ? caller.subject() : owner)
                .map(accounts -> Reply.ok(LedgerJson.accounts(accounts)));
    }

    private Future<Reply> openAccount(Caller caller, RestRequest request) {
        return ledger.open(List.of(LedgerJson.spec(request.body())))
                .map(opened -> opened.get(0))
                .map(account -> Reply.created("/accounts/" + account.id(), LedgerJson.account(account)));
    }

    private Future<Reply> getAccount(Caller caller, RestRequest request) {
        return ledger.account(caller, GivenIds.account(request.path("id")))
                .map(account -> Reply.ok(LedgerJson.account(account)));
    }

    private Future<Reply> listEntries(Caller caller, RestRequest request) {
        return ledger.entries(caller, GivenIds.account(request.path("id")), page(request))
                .map(page -> Reply.ok(LedgerJson.entries(page)));
    }

    private Future<Reply> getStatement(Caller caller, RestRequest request) {
        return ledger.statement(caller, GivenIds.account(request.path("id")), page(request))
                .map(statement -> Reply.ok(LedgerJson.statement(statement)));
    }

    private Future<Reply> post(Caller caller, RestRequest request) {
        return ledger.post(LedgerJson.posting(request.body())).map(RestLedger::reply);
    }

    private Future<Reply> getPosting(Caller caller, RestRequest request) {
        return ledger.posting(GivenIds.posting(request.path("id")))
                .map(posting -> Reply.ok(LedgerJson.posting(posting)));
    }

    private Future<Reply> getTrialBalance(Caller caller, RestRequest request) {
        return ledger.trialBalance().map(balance -> Reply.ok(LedgerJson.trialBalance(balance)));
    }

    private static EntryPage.Request page(RestRequest request) {
        return EntryPage.Request.of(
                request.query("limit", EntryPage.Request.LIMIT_DEFAULT),
                request.query("cursor").orElse(""));
    }

    private static Reply reply(Outcome outcome) {
        if (outcome instanceof Refused refused) {
            throw Problem.of(refused.reason(), refused.detail())
                    .with("posting_id", refused.postingId().toString())
                    .with("transfer_index", refused.transferIndex());
        }
        return Reply.created("/postings/" + outcome.postingId(), LedgerJson.posted((Posted) outcome));
    }
}
