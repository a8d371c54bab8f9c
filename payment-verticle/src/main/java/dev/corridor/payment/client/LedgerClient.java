package dev.corridor.payment.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Duration;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.AccountKind;
import dev.corridor.ledger.v1.AccountSpec;
import dev.corridor.ledger.v1.BatchPostRequest;
import dev.corridor.ledger.v1.BatchPostResponse;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.LimitPolicy;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.OpenAccountsRequest;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.Refused;
import dev.corridor.ledger.v1.Transfer;
import dev.corridor.ledger.v1.TransferType;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.posting.LedgerAccount;
import dev.corridor.payment.domain.posting.PostingPlan;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Client of the ledger service, under this service's own identity. It caches account ids, because accounts are never
 * closed.
 */
public final class LedgerClient {
    private static final int CACHED_ACCOUNTS = 100_000;
    private static final String WALLET = LedgerAccount.Role.WALLET.code();

    private final ServiceClient ledger;
    private final ServiceTokens ownTokens;
    private final Function<Posting, Future<PostingResult>> postings;
    private final Cache<LedgerAccount, String> accountIds =
            Caffeine.newBuilder().maximumSize(CACHED_ACCOUNTS).build();

    LedgerClient(ServiceClient ledger, ServiceTokens ownTokens) {
        this.ledger = ledger;
        this.ownTokens = ownTokens;
        this.postings = ledger.batched(
                LedgerServiceGrpcClient.BatchPost,
                batch -> BatchPostRequest.newBuilder().addAllPostings(batch).build(),
                BatchPostResponse::getResultsList,
                ownTokens::current);
    }

    /** Tells whether the wallet is known to exist. A wallet that is not known may exist. */
    public boolean knowsWallet(String userId, Currency currency) {
        return accountIds.getIfPresent(LedgerAccount.wallet(userId, currency)) != null;
    }

    /** The currencies of all wallets of a user. */
    public Future<Set<Currency>> wallets(String userId) {
        var request = ListAccountsRequest.newBuilder().setOwner(userId).build();
        return ownTokens
                .current()
                .compose(token -> ledger.call(LedgerServiceGrpcClient.ListAccounts, request, token))
                .map(list -> list.getAccountsList().stream()
                        .filter(account -> account.getCode().equals(WALLET))
                        .map(this::cacheWallet)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Opens the missing accounts of the posting and completes with the ids of all its accounts. */
    public Future<Map<LedgerAccount, String>> open(PostingPlan plan) {
        var accounts = Set.copyOf(plan.accounts());
        var known = accountIds.getAllPresent(accounts);
        var unknown = accounts.stream().filter(each -> !known.containsKey(each)).toList();
        return unknown.isEmpty() ? Future.succeededFuture(known) : open(unknown).map(opened -> union(known, opened));
    }

    private Future<Map<LedgerAccount, String>> open(List<LedgerAccount> accounts) {
        var request = OpenAccountsRequest.newBuilder();
        accounts.forEach(each -> request.addAccounts(spec(each)));
        return ownTokens
                .current()
                .compose(token -> ledger.call(LedgerServiceGrpcClient.OpenAccounts, request.build(), token))
                .map(opened -> cache(accounts, opened.getAccountsList()));
    }

    /** Posts the plan and completes with the ledger's decision. After a failure it may be posted or not. */
    public Future<PostingOutcome> post(PostingPlan plan) {
        return open(plan).compose(ids -> postings.apply(posting(plan, ids))).map(LedgerClient::outcome);
    }

    /** The available balance of a wallet; zero if there is no such wallet. */
    public Future<Money> available(String userId, Currency currency) {
        var request = ListAccountsRequest.newBuilder().setOwner(userId).build();
        return ownTokens
                .current()
                .compose(token -> ledger.call(LedgerServiceGrpcClient.ListAccounts, request, token))
                .map(list -> list.getAccountsList().stream()
                        .filter(account -> account.getCode().equals(WALLET)
                                && account.getCurrency().equals(currency.code()))
                        .findFirst()
                        .map(account -> ProtoMoney.fromProto(account.getAvailable()))
                        .orElse(Money.zero(currency)));
    }

    private Currency cacheWallet(Account account) {
        var currency = Currency.of(account.getCurrency());
        accountIds.put(LedgerAccount.wallet(account.getOwner(), currency), account.getAccountId());
        return currency;
    }

    /** The ledger returns accounts in the order of the request. */
    private Map<LedgerAccount, String> cache(List<LedgerAccount> requested, List<Account> returned) {
        var opened = new HashMap<LedgerAccount, String>();
        for (int i = 0; i < requested.size(); i++) {
            opened.put(requested.get(i), returned.get(i).getAccountId());
        }
        accountIds.putAll(opened);
        return opened;
    }

    private static Posting posting(PostingPlan plan, Map<LedgerAccount, String> ids) {
        var posting = Posting.newBuilder()
                .setPostingId(plan.postingId().toString())
                .setReference(plan.reference())
                .setCorrelationId(Correlation.current());
        for (var leg : plan.legs()) {
            posting.addTransfers(transfer(leg, ids));
        }
        return posting.build();
    }

    private static Transfer.Builder transfer(PostingPlan.Leg leg, Map<LedgerAccount, String> ids) {
        var transfer = Transfer.newBuilder().setTransferId(leg.transferId().toString());
        if (leg instanceof PostingPlan.Move move) {
            transfer.setDebitAccountId(ids.get(move.debit()))
                    .setCreditAccountId(ids.get(move.credit()))
                    .setAmount(ProtoMoney.toProto(move.amount()))
                    .setCode(move.code());
            move.hold().ifPresent(time -> transfer.setType(TransferType.TRANSFER_TYPE_PENDING)
                    .setTimeout(Duration.newBuilder().setSeconds(time.toSeconds())));
        } else if (leg instanceof PostingPlan.Capture capture) {
            transfer.setType(TransferType.TRANSFER_TYPE_POST)
                    .setPendingId(capture.held().toString())
                    .setAmount(ProtoMoney.toProto(capture.amount()));
        } else if (leg instanceof PostingPlan.Release release) {
            transfer.setType(TransferType.TRANSFER_TYPE_VOID)
                    .setPendingId(release.held().toString());
        }
        return transfer;
    }

    private static PostingOutcome outcome(PostingResult result) {
        return switch (result.getOutcomeCase()) {
            case POSTED -> PostingOutcome.POSTED;
            case REFUSED -> refusal(result.getRefused());
            default ->
                throw Problem.of(
                        StandardError.UNAVAILABLE, result.getUndecided().getDetail());
        };
    }

    private static PostingOutcome refusal(Refused refused) {
        return switch (refused.getCode()) {
            case "insufficient_funds" -> PostingOutcome.refused(PaymentError.INSUFFICIENT_FUNDS);
            case "pending_expired", "pending_already_voided" -> PostingOutcome.refused(PaymentError.HOLD_EXPIRED);
            // The ledger has another posting under this payment's id. That needs an operator.
            case "duplicate_conflict" -> throw new IllegalStateException("ledger: " + refused.getDetail());
            default -> PostingOutcome.refused(PaymentError.POSTING_REFUSED);
        };
    }

    private static Map<LedgerAccount, String> union(
            Map<LedgerAccount, String> first, Map<LedgerAccount, String> second) {
        var all = new HashMap<>(first);
        all.putAll(second);
        return all;
    }

    private static AccountSpec spec(LedgerAccount account) {
        var spec = AccountSpec.newBuilder()
                .setOwner(account.owner())
                .setCode(account.role().code())
                .setCurrency(account.currency().code());
        return switch (account.role()) {
            case WALLET ->
                spec.setKind(AccountKind.ACCOUNT_KIND_LIABILITY)
                        .setLimit(LimitPolicy.LIMIT_POLICY_NO_OVERDRAFT)
                        .build();
            case MERCHANT ->
                spec.setKind(AccountKind.ACCOUNT_KIND_LIABILITY)
                        .setLimit(LimitPolicy.LIMIT_POLICY_NONE)
                        .build();
            case FX_RESULT ->
                spec.setKind(AccountKind.ACCOUNT_KIND_INCOME)
                        .setLimit(LimitPolicy.LIMIT_POLICY_NONE)
                        .build();
            case BANK_CLEARING, FX_POSITION ->
                spec.setKind(AccountKind.ACCOUNT_KIND_ASSET)
                        .setLimit(LimitPolicy.LIMIT_POLICY_NONE)
                        .build();
        };
    }
}
