package dev.corridor.ledger.api.grpc;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.BatchLimit;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.TimeCursor;
import dev.corridor.ledger.domain.journal.FeedCursor;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.journal.JournalFeed;
import dev.corridor.ledger.usecase.Ledger;
import dev.corridor.ledger.usecase.LedgerDocuments;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.AccountHolds;
import dev.corridor.ledger.v1.AccountList;
import dev.corridor.ledger.v1.AccountPage;
import dev.corridor.ledger.v1.Balance;
import dev.corridor.ledger.v1.BatchPostRequest;
import dev.corridor.ledger.v1.BatchPostResponse;
import dev.corridor.ledger.v1.Document;
import dev.corridor.ledger.v1.EntryPage;
import dev.corridor.ledger.v1.ExpiredHoldPage;
import dev.corridor.ledger.v1.ExportJournalRequest;
import dev.corridor.ledger.v1.ExportStatementRequest;
import dev.corridor.ledger.v1.FindAccountsRequest;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.GetBalanceRequest;
import dev.corridor.ledger.v1.GetPostingRequest;
import dev.corridor.ledger.v1.GetStatementRequest;
import dev.corridor.ledger.v1.GetTrialBalanceRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcService;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.ledger.v1.ListExpiredHoldsRequest;
import dev.corridor.ledger.v1.ListRefusalsRequest;
import dev.corridor.ledger.v1.OpenAccountsRequest;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.ReconcileRequest;
import dev.corridor.ledger.v1.Reconciliation;
import dev.corridor.ledger.v1.RefusalPage;
import dev.corridor.ledger.v1.ReversePostingRequest;
import dev.corridor.ledger.v1.Statement;
import dev.corridor.ledger.v1.StreamTransfersRequest;
import dev.corridor.ledger.v1.TransferBatch;
import dev.corridor.ledger.v1.TrialBalance;
import dev.corridor.ledger.v1.UpdateAccountRequest;
import dev.corridor.ledger.wire.GivenIds;
import dev.corridor.ledger.wire.LedgerMessages;
import dev.corridor.ledger.wire.PostingMessages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The ledger's gRPC door: {@code ledger/v1/ledger.proto}. Belongs to one verticle. */
public final class GrpcLedger {
    private static final int ACCOUNTS_OPENED_MAX = 100;

    private final Vertx vertx;
    private final Ledger ledger;
    private final PostingResults desk;
    private final LedgerDocuments documents;
    private final JournalFeed feed;
    private final Clock clock;
    private final Set<JournalStream> streams = new HashSet<>();

    public GrpcLedger(Vertx vertx, Ledger ledger, LedgerDocuments documents, JournalFeed feed, Clock clock) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.desk = new PostingResults(ledger);
        this.documents = documents;
        this.feed = feed;
        this.clock = clock;
    }

    public void mount(GrpcTransport grpc) {
        grpc.service(LedgerServiceGrpcService.SERVICE_NAME, LedgerServiceGrpcService.SERVICE_DESCRIPTOR)
                .unary(LedgerServiceGrpcService.OpenAccounts, Scope.LEDGER_ADMIN, this::openAccounts)
                .unary(LedgerServiceGrpcService.UpdateAccount, Scope.LEDGER_ADMIN, this::updateAccount)
                .unary(LedgerServiceGrpcService.GetAccount, this::getAccount)
                .unary(LedgerServiceGrpcService.ListAccounts, this::listAccounts)
                .unary(LedgerServiceGrpcService.FindAccounts, Scope.LEDGER_ADMIN, this::findAccounts)
                .unary(LedgerServiceGrpcService.GetHolds, this::getHolds)
                .unary(LedgerServiceGrpcService.Post, Scope.LEDGER_ADMIN, this::post)
                .unary(LedgerServiceGrpcService.BatchPost, Scope.LEDGER_ADMIN, this::batchPost)
                .bidiStream(LedgerServiceGrpcService.PostStream, Scope.LEDGER_ADMIN, this::postStream)
                .unary(LedgerServiceGrpcService.GetPosting, Scope.LEDGER_ADMIN, this::getPosting)
                .unary(LedgerServiceGrpcService.ReversePosting, Scope.LEDGER_ADMIN, this::reversePosting)
                .unary(LedgerServiceGrpcService.ListEntries, this::listEntries)
                .unary(LedgerServiceGrpcService.GetStatement, this::getStatement)
                .unary(LedgerServiceGrpcService.GetBalance, this::getBalance)
                .unary(LedgerServiceGrpcService.ExportStatement, this::exportStatement)
                .unary(LedgerServiceGrpcService.ExportJournal, Scope.LEDGER_ADMIN, this::exportJournal)
                .unary(LedgerServiceGrpcService.Reconcile, this::reconcile)
                .unary(LedgerServiceGrpcService.ListRefusals, Scope.LEDGER_ADMIN, this::listRefusals)
                .unary(LedgerServiceGrpcService.ListExpiredHolds, Scope.LEDGER_ADMIN, this::listExpiredHolds)
                .serverStream(LedgerServiceGrpcService.StreamTransfers, Scope.LEDGER_ADMIN, this::streamTransfers)
                .unary(LedgerServiceGrpcService.GetTrialBalance, Scope.LEDGER_ADMIN, this::getTrialBalance);
    }

    /** Ends the streams that would last for ever. */
    public void close() {
        List.copyOf(streams).forEach(JournalStream::end);
    }

    private Future<AccountList> openAccounts(Caller caller, OpenAccountsRequest request) {
        int count = request.getAccountsCount();
        if (count < 1 || count > ACCOUNTS_OPENED_MAX) {
            throw Problem.of(LedgerError.ACCOUNT_INVALID, "Ask for 1 to " + ACCOUNTS_OPENED_MAX + " accounts.");
        }
        var asked =
                request.getAccountsList().stream().map(LedgerMessages::toOpen).toList();
        return ledger.open(asked).map(LedgerMessages::accounts);
    }

    private Future<Account> updateAccount(Caller caller, UpdateAccountRequest request) {
        var id = GivenIds.account(request.getAccountId());
        return ledger.change(id, currency -> LedgerMessages.change(request, currency))
                .map(LedgerMessages::account);
    }

    private Future<Account> getAccount(Caller caller, GetAccountRequest request) {
        return ledger.account(caller, GivenIds.account(request.getAccountId())).map(LedgerMessages::account);
    }

    private Future<AccountList> listAccounts(Caller caller, ListAccountsRequest request) {
        return ledger.accountsOf(caller, request.getOwner()).map(LedgerMessages::accounts);
    }

    private Future<AccountPage> findAccounts(Caller caller, FindAccountsRequest request) {
        return ledger.find(
                        LedgerMessages.filter(request),
                        GivenIds.after(request.getCursor()),
                        Page.LIMIT.of(request.getLimit()))
                .map(LedgerMessages::accounts);
    }

    private Future<AccountHolds> getHolds(Caller caller, GetAccountRequest request) {
        return ledger.holds(caller, GivenIds.account(request.getAccountId())).map(LedgerMessages::holds);
    }

    private Future<PostingResult> post(Caller caller, Posting request) {
        var posting = PostingMessages.posting(request);
        return ledger.post(posting, request.getDryRun()).map(outcome -> PostingMessages.result(outcome, posting));
    }

    private Future<BatchPostResponse> batchPost(Caller caller, BatchPostRequest request) {
        BatchLimit.require(request.getPostingsCount(), "postings");
        var results = request.getPostingsList().stream().map(desk::decide).toList();
        return Future.all(results).map(decided -> BatchPostResponse.newBuilder()
                .addAllResults(decided.list())
                .build());
    }

    private Future<Void> postStream(
            Caller caller, ReadStream<Posting> requests, WriteStream<PostingResult> answers, Future<?> gone) {
        return new PostingStream(ledger, desk, requests, answers).run(gone);
    }

    private Future<PostingResult> getPosting(Caller caller, GetPostingRequest request) {
        return ledger.kept(GivenIds.posting(request.getPostingId())).map(PostingMessages::whole);
    }

    private Future<PostingResult> reversePosting(Caller caller, ReversePostingRequest request) {
        return ledger.reverse(
                        GivenIds.posting(request.getPostingId()),
                        GivenIds.ofPosting("reversal_id", request.getReversalId()),
                        request.getReference())
                .map(outcome -> PostingMessages.whole(new StoredPosting(outcome, Map.of())));
    }

    private Future<EntryPage> listEntries(Caller caller, ListEntriesRequest request) {
        var id = GivenIds.account(request.getAccountId());
        var place = EntryCursor.ofCursor(request.getCursor());
        int limit = Page.LIMIT.of(request.getLimit());
        return ledger.entries(caller, id, currency -> filter(request, currency), place, limit)
                .map(LedgerMessages::entries);
    }

    private static EntryFilter filter(ListEntriesRequest request, Currency currency) {
        return new EntryFilter(
                time("from", request.hasFrom(), request.getFrom()),
                time("to", request.hasTo(), request.getTo()),
                Optional.of(request.getCounterAccountId())
                        .filter(id -> !id.isEmpty())
                        .map(GivenIds::account),
                amount(request.getMinAmount(), currency),
                amount(request.getMaxAmount(), currency),
                Optional.of(request.getReference()).filter(reference -> !reference.isEmpty()));
    }

    private static Optional<Instant> time(String field, boolean isGiven, Timestamp timestamp) {
        return isGiven ? Optional.of(LedgerMessages.instant(field, timestamp)) : Optional.empty();
    }

    private static OptionalLong amount(String amount, Currency currency) {
        return amount.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Money.parse(amount, currency.getCurrencyCode()).minorUnits());
    }

    private Future<Statement> getStatement(Caller caller, GetStatementRequest request) {
        var from = time("from", request.hasFrom(), request.getFrom()).orElse(Instant.EPOCH);
        var to = time("to", request.hasTo(), request.getTo()).orElse(clock.instant());
        var after = request.getCursor().isEmpty() ? null : EntryCursor.ofCursor(request.getCursor());
        return ledger.statement(
                        caller,
                        GivenIds.account(request.getAccountId()),
                        from,
                        to,
                        after,
                        Page.LIMIT.of(request.getLimit()))
                .map(LedgerMessages::statement);
    }

    private Future<Document> exportStatement(Caller caller, ExportStatementRequest request) {
        return documents
                .statement(
                        caller,
                        GivenIds.account(request.getAccountId()),
                        time("from", request.hasFrom(), request.getFrom()).orElse(Instant.EPOCH),
                        time("to", request.hasTo(), request.getTo()).orElse(clock.instant()),
                        LedgerMessages.format(request.getFormat()))
                .map(LedgerMessages::document);
    }

    private Future<Document> exportJournal(Caller caller, ExportJournalRequest request) {
        return documents
                .journal(
                        time("from", request.hasFrom(), request.getFrom()).orElse(Instant.EPOCH),
                        time("to", request.hasTo(), request.getTo()).orElse(clock.instant()))
                .map(LedgerMessages::document);
    }

    private Future<Reconciliation> reconcile(Caller caller, ReconcileRequest request) {
        return documents
                .reconcile(
                        caller,
                        GivenIds.account(request.getAccountId()),
                        request.getStatement(),
                        LedgerMessages.format(request.getFormat()))
                .map(LedgerMessages::reconciliation);
    }

    private Future<Balance> getBalance(Caller caller, GetBalanceRequest request) {
        var asOf = time("as_of", request.hasAsOf(), request.getAsOf()).orElse(clock.instant());
        return ledger.balance(caller, GivenIds.account(request.getAccountId()), asOf, request.getEffective())
                .map(balance -> LedgerMessages.balance(balance, asOf));
    }

    private Future<RefusalPage> listRefusals(Caller caller, ListRefusalsRequest request) {
        return ledger.refusals(GivenIds.before(request.getCursor()), Page.LIMIT.of(request.getLimit()))
                .map(LedgerMessages::refusals);
    }

    private Future<ExpiredHoldPage> listExpiredHolds(Caller caller, ListExpiredHoldsRequest request) {
        return ledger.expiredHolds(TimeCursor.ofCursor(request.getCursor()), Page.LIMIT.of(request.getLimit()))
                .map(LedgerMessages::expiredHolds);
    }

    private Future<Void> streamTransfers(
            Caller caller, StreamTransfersRequest request, WriteStream<TransferBatch> answers, Future<?> gone) {
        var position = FeedCursor.ofCursor(request.getCursor(), JournalFeed.CHAINS);
        var stream = new JournalStream(vertx, feed, position, answers);
        streams.add(stream);
        return stream.run(gone).onComplete(ended -> streams.remove(stream));
    }

    private Future<TrialBalance> getTrialBalance(Caller caller, GetTrialBalanceRequest request) {
        return ledger.trialBalance(time("as_of", request.hasAsOf(), request.getAsOf()))
                .map(LedgerMessages::trialBalance);
    }
}
