package dev.corridor.payment.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Duration;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.request.Correlation;
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
import dev.corridor.payment.domain.BookAccount;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PostingOutcome;
import dev.corridor.payment.domain.PostingPlan;
import io.vertx.core.Future;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The books, as the ledger service keeps them, under this service's own identity. Account ids are remembered: an account is
 * never closed, so what was true once stays true.
 */
public final class LedgerBooks {
    private static final int REMEMBERED_ACCOUNTS = 100_000;
    private static final String WALLET = BookAccount.Role.WALLET.code();

    private final ServiceClient ledger;
    private final ServiceTokens ownTokens;
    private final Function<Posting, Future<PostingResult>> postings;
    private final Cache<BookAccount, String> accountIds =
            Caffeine.newBuilder().maximumSize(REMEMBERED_ACCOUNTS).build();

    public LedgerBooks(ServiceClient ledger, ServiceTokens ownTokens) {
        this.ledger = ledger;
        this.ownTokens = ownTokens;
        this.postings = ledger.gathered(
                LedgerServiceGrpcClient.BatchPost,
                together ->
                        BatchPostRequest.newBuilder().addAllPostings(together).build(),
                BatchPostResponse::getResultsList,
                ownTokens::current);
    }

    /** Whether that wallet is known to exist; false says nothing. */
    public boolean knowsWallet(String person, Currency currency) {
        return accountIds.getIfPresent(BookAccount.wallet(person, currency)) != null;
    }

    /** Currencies of all wallets of a person. */
    public Future<Set<Currency>> wallets(String person) {
        var question = ListAccountsRequest.newBuilder().setOwner(person).build();
        return ownTokens
                .current()
                .compose(token -> ledger.call(LedgerServiceGrpcClient.ListAccounts, question, token))
                .map(list -> list.getAccountsList().stream()
                        .filter(account -> account.getCode().equals(WALLET))
                        .map(this::rememberWallet)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Opens what does not exist yet of the accounts that the plan touches, and answers the id of each. */
    public Future<Map<BookAccount, String>> open(PostingPlan plan) {
        var accounts = Set.copyOf(plan.accounts());
        var known = accountIds.getAllPresent(accounts);
        var unknown = accounts.stream().filter(each -> !known.containsKey(each)).toList();
        return unknown.isEmpty() ? Future.succeededFuture(known) : open(unknown).map(opened -> union(known, opened));
    }

    private Future<Map<BookAccount, String>> open(List<BookAccount> accounts) {
        var request = OpenAccountsRequest.newBuilder();
        accounts.forEach(each -> request.addAccounts(spec(each)));
        return ownTokens
                .current()
                .compose(token -> ledger.call(LedgerServiceGrpcClient.OpenAccounts, request.build(), token))
                .map(opened -> remember(accounts, opened.getAccountsList()));
    }

    /** Posts the plan, or answers why it was refused. A failure says that it may have been posted or not. */
    public Future<PostingOutcome> post(PostingPlan plan) {
        return open(plan).compose(ids -> postings.apply(posting(plan, ids))).map(LedgerBooks::outcome);
    }

    /** What can be spent of a wallet; nothing when there is none. */
    public Future<Money> available(String person, Currency currency) {
        var question = ListAccountsRequest.newBuilder().setOwner(person).build();
        return ownTokens
                .current()
                .compose(token -> ledger.call(LedgerServiceGrpcClient.ListAccounts, question, token))
                .map(list -> list.getAccountsList().stream()
                        .filter(account -> account.getCode().equals(WALLET)
                                && account.getCurrency().equals(currency.getCurrencyCode()))
                        .findFirst()
                        .map(account -> ProtoMoney.fromProto(account.getAvailable()))
                        .orElse(Money.zero(currency)));
    }

    private Currency rememberWallet(Account account) {
        var currency = Currency.getInstance(account.getCurrency());
        accountIds.put(BookAccount.wallet(account.getOwner(), currency), account.getAccountId());
        return currency;
    }

    /** The ledger answers in the order in which it was asked. */
    private Map<BookAccount, String> remember(List<BookAccount> asked, List<Account> answered) {
        var opened = new HashMap<BookAccount, String>();
        for (int i = 0; i < asked.size(); i++) {
            opened.put(asked.get(i), answered.get(i).getAccountId());
        }
        accountIds.putAll(opened);
        return opened;
    }

    private static Posting posting(PostingPlan plan, Map<BookAccount, String> ids) {
        var posting = Posting.newBuilder()
                .setPostingId(plan.postingId().toString())
                .setReference(plan.reference())
                .setCorrelationId(Correlation.current());
        for (var leg : plan.legs()) {
            posting.addTransfers(transfer(leg, ids));
        }
        return posting.build();
    }

    private static Transfer.Builder transfer(PostingPlan.Leg leg, Map<BookAccount, String> ids) {
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
            // Something was posted under this payment's id that is not its plan. Only a person can say what that means.
            case "duplicate_conflict" -> throw new IllegalStateException("ledger: " + refused.getDetail());
            default -> PostingOutcome.refused(PaymentError.POSTING_REFUSED);
        };
    }

    private static Map<BookAccount, String> union(Map<BookAccount, String> some, Map<BookAccount, String> more) {
        var all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static AccountSpec spec(BookAccount account) {
        var spec = AccountSpec.newBuilder()
                .setOwner(account.owner())
                .setCode(account.role().code())
                .setCurrency(account.currency().getCurrencyCode());
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
