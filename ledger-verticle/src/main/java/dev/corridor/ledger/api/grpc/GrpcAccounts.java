package dev.corridor.ledger.api.grpc;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.TimeCursor;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.usecase.AccountReader;
import dev.corridor.ledger.v1.FindAccountsRequest;
import dev.corridor.ledger.v1.FindAccountsResponse;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.GetAccountResponse;
import dev.corridor.ledger.v1.GetHoldsRequest;
import dev.corridor.ledger.v1.GetHoldsResponse;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListAccountsResponse;
import dev.corridor.ledger.v1.ListExpiredHoldsRequest;
import dev.corridor.ledger.v1.ListExpiredHoldsResponse;
import dev.corridor.ledger.v1.OpenAccountsRequest;
import dev.corridor.ledger.v1.OpenAccountsResponse;
import dev.corridor.ledger.v1.UpdateAccountRequest;
import dev.corridor.ledger.v1.UpdateAccountResponse;
import dev.corridor.ledger.wire.LedgerCursors;
import dev.corridor.ledger.wire.LedgerIds;
import dev.corridor.ledger.wire.LedgerMessages;
import io.vertx.core.Future;

/** gRPC methods of accounts and their holds. */
public final class GrpcAccounts {
    private static final int ACCOUNTS_OPENED_MAX = 100;

    private final Accounts accounts;
    private final Holds holds;
    private final AccountReader reader;

    public GrpcAccounts(Accounts accounts, Holds holds, AccountReader reader) {
        this.accounts = accounts;
        this.holds = holds;
        this.reader = reader;
    }

    Future<OpenAccountsResponse> open(Caller caller, OpenAccountsRequest request) {
        int count = request.getAccountsCount();
        if (count < 1 || count > ACCOUNTS_OPENED_MAX) {
            throw Problem.of(LedgerError.ACCOUNT_INVALID, "Ask for 1 to " + ACCOUNTS_OPENED_MAX + " accounts.");
        }
        var requested = request.getAccountsList().stream()
                .map(LedgerMessages::newAccount)
                .toList();
        return accounts.open(requested).map(opened -> OpenAccountsResponse.newBuilder()
                .addAllAccounts(LedgerMessages.accounts(opened))
                .build());
    }

    Future<UpdateAccountResponse> update(Caller caller, UpdateAccountRequest request) {
        var id = LedgerIds.account(request.getAccountId());
        return accounts.change(id, currency -> LedgerMessages.change(request, currency))
                .map(account -> UpdateAccountResponse.newBuilder()
                        .setAccount(LedgerMessages.account(account))
                        .build());
    }

    Future<GetAccountResponse> get(Caller caller, GetAccountRequest request) {
        return reader.account(caller, LedgerIds.account(request.getAccountId()))
                .map(account -> GetAccountResponse.newBuilder()
                        .setAccount(LedgerMessages.account(account))
                        .build());
    }

    Future<ListAccountsResponse> list(Caller caller, ListAccountsRequest request) {
        return reader.ofOwner(caller, request.getOwner()).map(owned -> ListAccountsResponse.newBuilder()
                .addAllAccounts(LedgerMessages.accounts(owned))
                .build());
    }

    Future<FindAccountsResponse> find(Caller caller, FindAccountsRequest request) {
        var filter = LedgerMessages.filter(request);
        var query = LedgerCursors.accounts(filter);
        return accounts.page(
                        filter,
                        LedgerCursors.afterId(LedgerCursors.position(query, request.getCursor())),
                        Page.LIMIT.of(request.getLimit()))
                .map(page -> LedgerMessages.accounts(page.boundTo(query)));
    }

    Future<GetHoldsResponse> getHolds(Caller caller, GetHoldsRequest request) {
        return reader.holds(caller, LedgerIds.account(request.getAccountId())).map(LedgerMessages::holds);
    }

    Future<ListExpiredHoldsResponse> listExpiredHolds(Caller caller, ListExpiredHoldsRequest request) {
        var position = LedgerCursors.position(LedgerCursors.EXPIRED_HOLDS, request.getCursor());
        return holds.expired(TimeCursor.parse(position), Page.LIMIT.of(request.getLimit()))
                .map(page -> LedgerMessages.expiredHolds(page.boundTo(LedgerCursors.EXPIRED_HOLDS)));
    }
}
