package dev.corridor.ledger.api.grpc;

import dev.corridor.kit.grpc.BatchLimit;
import dev.corridor.kit.grpc.MessageCheck;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.store.Refusals;
import dev.corridor.ledger.usecase.PostingLookup;
import dev.corridor.ledger.usecase.PostingReversal;
import dev.corridor.ledger.v1.BatchPostRequest;
import dev.corridor.ledger.v1.BatchPostResponse;
import dev.corridor.ledger.v1.GetPostingRequest;
import dev.corridor.ledger.v1.GetPostingResponse;
import dev.corridor.ledger.v1.ListRefusalsRequest;
import dev.corridor.ledger.v1.ListRefusalsResponse;
import dev.corridor.ledger.v1.PostRequest;
import dev.corridor.ledger.v1.PostResponse;
import dev.corridor.ledger.v1.PostStreamRequest;
import dev.corridor.ledger.v1.PostStreamResponse;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.ReversePostingRequest;
import dev.corridor.ledger.v1.ReversePostingResponse;
import dev.corridor.ledger.wire.LedgerCursors;
import dev.corridor.ledger.wire.LedgerIds;
import dev.corridor.ledger.wire.LedgerMessages;
import dev.corridor.ledger.wire.PostingMessages;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/** gRPC methods of postings. */
public final class GrpcPostings {
    private final Journal journal;
    private final PostingLookup lookup;
    private final PostingReversal reversal;
    private final Refusals refusals;

    public GrpcPostings(Journal journal, PostingLookup lookup, PostingReversal reversal, Refusals refusals) {
        this.journal = journal;
        this.lookup = lookup;
        this.reversal = reversal;
        this.refusals = refusals;
    }

    Future<PostResponse> post(Caller caller, PostRequest request) {
        return post(request.getPosting(), Correlation.current())
                .map(result -> PostResponse.newBuilder().setResult(result).build());
    }

    Future<BatchPostResponse> batchPost(Caller caller, BatchPostRequest request) {
        BatchLimit.require(request.getPostingsCount(), "postings");
        var results =
                request.getPostingsList().stream().map(this::postIndependently).toList();
        return Future.all(results)
                .map(all ->
                        BatchPostResponse.newBuilder().addAllResults(all.list()).build());
    }

    Future<Void> postStream(
            Caller caller,
            ReadStream<PostStreamRequest> requests,
            WriteStream<PostStreamResponse> results,
            Future<?> callerLeft) {
        return new PostingStream(journal, this::postIndependently, requests, results).run(callerLeft);
    }

    /** Posts one of many postings: an error becomes its result, so the future never fails. */
    private Future<PostingResult> postIndependently(Posting request) {
        // The lambda keeps only the id: thousands of postings wait at the same time.
        String postingId = request.getPostingId();
        return Future.succeededFuture(request)
                .compose(posting ->
                        postChecked(posting, Correlation.accept(posting.getCorrelationId(), Correlation::current)))
                .otherwise(failure -> PostingMessages.failed(postingId, ProblemResponse.problemOf(failure, 500)));
    }

    private Future<PostingResult> postChecked(Posting request, String correlationId) {
        MessageCheck.require(request);
        return post(request, correlationId);
    }

    private Future<PostingResult> post(Posting request, String correlationId) {
        var posting = PostingMessages.posting(request);
        return journal.post(PostingRequest.of(posting, correlationId, request.getDryRun()))
                .map(outcome -> PostingMessages.result(outcome, posting));
    }

    Future<GetPostingResponse> get(Caller caller, GetPostingRequest request) {
        return lookup.find(LedgerIds.posting(request.getPostingId())).map(stored -> GetPostingResponse.newBuilder()
                .setResult(PostingMessages.stored(stored))
                .build());
    }

    Future<ReversePostingResponse> reverse(Caller caller, ReversePostingRequest request) {
        return reversal.reverse(
                        LedgerIds.posting(request.getPostingId()),
                        LedgerIds.inPosting("reversal_id", request.getReversalId()),
                        request.getReference())
                .map(outcome -> ReversePostingResponse.newBuilder()
                        .setResult(PostingMessages.stored(StoredPosting.withoutReversals(outcome)))
                        .build());
    }

    Future<ListRefusalsResponse> listRefusals(Caller caller, ListRefusalsRequest request) {
        var position = LedgerCursors.position(LedgerCursors.REFUSALS, request.getCursor());
        return refusals.page(LedgerCursors.beforeId(position), Page.LIMIT.of(request.getLimit()))
                .map(page -> LedgerMessages.refusals(page.boundTo(LedgerCursors.REFUSALS)));
    }
}
