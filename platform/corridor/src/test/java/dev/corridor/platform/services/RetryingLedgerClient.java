package dev.corridor.platform.services;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.AccountKind;
import dev.corridor.ledger.v1.AccountSpec;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.GetAccountResponse;
import dev.corridor.ledger.v1.GetPostingRequest;
import dev.corridor.ledger.v1.GetPostingResponse;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.LimitPolicy;
import dev.corridor.ledger.v1.OpenAccountsRequest;
import dev.corridor.ledger.v1.PostRequest;
import dev.corridor.ledger.v1.PostResponse;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.Transfer;
import dev.corridor.money.v1.Money;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Client of one or several ledger processes, which retries a call until it has a final result. */
final class RetryingLedgerClient {
    private static final long RETRY_DELAY_MS = 100;

    private final Vertx vertx;
    private final ServiceClient ledger;
    private final String token;

    RetryingLedgerClient(Vertx vertx, List<HostPort> addresses, String token) {
        this.vertx = vertx;
        this.ledger = ServiceClient.connect(vertx, "ledger", addresses);
        this.token = token;
    }

    Account open(String owner, String code, AccountKind kind, LimitPolicy limit) {
        var spec = AccountSpec.newBuilder()
                .setOwner(owner)
                .setCode(code)
                .setCurrency("USD")
                .setKind(kind)
                .setLimit(limit);
        return retry(() -> ledger.call(
                        LedgerServiceGrpcClient.OpenAccounts,
                        OpenAccountsRequest.newBuilder().addAccounts(spec).build(),
                        token))
                .await()
                .getAccounts(0);
    }

    Account account(Account account) {
        return retry(() -> ledger.call(
                                LedgerServiceGrpcClient.GetAccount,
                                GetAccountRequest.newBuilder()
                                        .setAccountId(account.getAccountId())
                                        .build(),
                                token)
                        .map(GetAccountResponse::getAccount))
                .await();
    }

    Future<PostingResult> find(String postingId) {
        return retry(() -> ledger.call(
                        LedgerServiceGrpcClient.GetPosting,
                        GetPostingRequest.newBuilder().setPostingId(postingId).build(),
                        token)
                .map(GetPostingResponse::getResult));
    }

    /** Sends a posting until the ledger answers, always with the same id. */
    Future<PostingResult> post(Posting posting) {
        return post(posting, () -> {});
    }

    /** As {@link #post(Posting)}. @param failed called for each attempt that fails */
    Future<PostingResult> post(Posting posting, Runnable failed) {
        return retry(() -> ledger.call(
                        LedgerServiceGrpcClient.Post,
                        PostRequest.newBuilder().setPosting(posting).build(),
                        token)
                .map(PostResponse::getResult)
                .onFailure(failure -> failed.run()));
    }

    private <T> Future<T> retry(Supplier<Future<T>> call) {
        return call.get()
                .recover(failure -> isTransient(failure)
                        ? vertx.timer(RETRY_DELAY_MS, TimeUnit.MILLISECONDS).compose(elapsed -> retry(call))
                        : Future.failedFuture(failure));
    }

    private static boolean isTransient(Throwable failure) {
        return !(failure instanceof Problem problem) || problem.code().fault().isServerFault();
    }

    static Posting posting(Account debit, Account credit, String amount) {
        return Posting.newBuilder()
                .setPostingId(UUID.randomUUID().toString())
                .setReference("test")
                .addTransfers(Transfer.newBuilder()
                        .setTransferId(UUID.randomUUID().toString())
                        .setDebitAccountId(debit.getAccountId())
                        .setCreditAccountId(credit.getAccountId())
                        .setAmount(Money.newBuilder().setAmount(amount).setCurrency("USD"))
                        .setCode("payment"))
                .build();
    }
}
