package dev.corridor.ledger.api;

import dev.corridor.kit.door.GrpcDoor;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.Ledger;
import dev.corridor.ledger.domain.EntryPage;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.AccountList;
import dev.corridor.ledger.v1.EntryList;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.GetTrialBalanceRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcService;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.ledger.v1.OpenAccountsRequest;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.TrialBalance;
import io.vertx.core.Future;

/** The ledger's gRPC door: {@code ledger/v1/ledger.proto}. */
public final class GrpcLedger {
    private static final int ACCOUNTS_OPENED_MAX = 100;

    private final Ledger ledger;

    public GrpcLedger(Ledger ledger) {
        this.ledger = ledger;
    }

    public void mount(GrpcDoor grpc) {
        grpc.service(LedgerServiceGrpcService.SERVICE_NAME, LedgerServiceGrpcService.SERVICE_DESCRIPTOR)
                .unary(LedgerServiceGrpcService.OpenAccounts, Scope.LEDGER_ADMIN, this::openAccounts)
                .unary(LedgerServiceGrpcService.GetAccount, this::getAccount)
                .unary(LedgerServiceGrpcService.ListAccounts, this::listAccounts)
                .unary(LedgerServiceGrpcService.Post, Scope.LEDGER_ADMIN, this::post)
                .unary(LedgerServiceGrpcService.ListEntries, this::listEntries)
                .unary(LedgerServiceGrpcService.GetTrialBalance, Scope.LEDGER_ADMIN, this::getTrialBalance);
    }

    private Future<AccountList> openAccounts(Caller caller, OpenAccountsRequest request) {
        int count = request.getAccountsCount();
        if (count < 1 || count > ACCOUNTS_OPENED_MAX) {
            throw Problem.of(LedgerError.ACCOUNT_INVALID, "Ask for 1 to " + ACCOUNTS_OPENED_MAX + " accounts.");
        }
        var specs = request.getAccountsList().stream().map(LedgerMessages::spec).toList();
        return ledger.open(specs).map(LedgerMessages::accounts);
    }

    private Future<Account> getAccount(Caller caller, GetAccountRequest request) {
        return ledger.account(caller, GivenIds.account(request.getAccountId())).map(LedgerMessages::account);
    }

    private Future<AccountList> listAccounts(Caller caller, ListAccountsRequest request) {
        return ledger.accountsOf(caller, request.getOwner()).map(LedgerMessages::accounts);
    }

    private Future<PostingResult> post(Caller caller, Posting request) {
        return ledger.post(LedgerMessages.posting(request)).map(LedgerMessages::result);
    }

    private Future<EntryList> listEntries(Caller caller, ListEntriesRequest request) {
        var page = EntryPage.Request.of(limit(request.getLimit()), request.getCursor());
        return ledger.entries(caller, GivenIds.account(request.getAccountId()), page)
                .map(LedgerMessages::entries);
    }

    private Future<TrialBalance> getTrialBalance(Caller caller, GetTrialBalanceRequest request) {
        return ledger.trialBalance().map(LedgerMessages::trialBalance);
    }

    private static int limit(int asked) {
        if (asked < 0 || asked > EntryPage.Request.LIMIT_MAX) {
            throw Problem.of(
                    StandardError.INVALID_REQUEST, "The limit must be 1 to " + EntryPage.Request.LIMIT_MAX + ".");
        }
        return asked == 0 ? EntryPage.Request.LIMIT_DEFAULT : asked;
    }
}
