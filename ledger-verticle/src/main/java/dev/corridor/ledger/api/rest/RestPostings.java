package dev.corridor.ledger.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.request.Correlation;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.journal.Journal;
import dev.corridor.ledger.store.Refusals;
import dev.corridor.ledger.usecase.PostingLookup;
import dev.corridor.ledger.usecase.PostingReversal;
import dev.corridor.ledger.wire.LedgerCursors;
import dev.corridor.ledger.wire.LedgerIds;
import dev.corridor.ledger.wire.LedgerJson;
import dev.corridor.ledger.wire.PostingJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** REST operations of postings. */
public final class RestPostings {
    private final Journal journal;
    private final PostingLookup lookup;
    private final PostingReversal reversal;
    private final Refusals refusals;

    public RestPostings(Journal journal, PostingLookup lookup, PostingReversal reversal, Refusals refusals) {
        this.journal = journal;
        this.lookup = lookup;
        this.reversal = reversal;
        this.refusals = refusals;
    }

    /** Posts one posting, or a list of postings with a list of results. */
    Future<Reply> post(Caller caller, RestRequest request) {
        var body = request.body();
        if (body.containsKey("postings")) {
            return postAll(body.getJsonArray("postings"));
        }
        var posting = PostingJson.posting(body);
        boolean dryRun = PostingJson.isDryRun(body);
        return post(posting, dryRun)
                .map(outcome -> PostingJson.posted(outcome, posting))
                .map(json -> dryRun ? Reply.ok(json) : Reply.created("/postings/" + json.getString("id"), json));
    }

    private Future<Reply> postAll(JsonArray postings) {
        var results = postings.stream()
                .map(JsonObject.class::cast)
                .map(this::postIndependently)
                .toList();
        return Future.all(results)
                .map(all -> Reply.ok(new JsonObject().put("results", new JsonArray(all.<JsonObject>list()))));
    }

    /** Posts one of many postings: an error becomes its result, so the future never fails. */
    private Future<JsonObject> postIndependently(JsonObject json) {
        String id = json.getString("id");
        return Future.succeededFuture(json)
                .compose(body -> {
                    var posting = PostingJson.posting(body);
                    return post(posting, PostingJson.isDryRun(body))
                            .map(outcome -> PostingJson.result(id, outcome, posting));
                })
                .otherwise(failure -> PostingJson.failed(id, ProblemResponse.problemOf(failure, 500)));
    }

    private Future<Outcome> post(Posting posting, boolean dryRun) {
        return journal.post(PostingRequest.of(posting, Correlation.current(), dryRun));
    }

    Future<Reply> get(Caller caller, RestRequest request) {
        return lookup.find(LedgerIds.posting(request.path("id"))).map(stored -> Reply.ok(PostingJson.stored(stored)));
    }

    Future<Reply> reverse(Caller caller, RestRequest request) {
        return reversal.reverse(
                        LedgerIds.posting(request.path("id")),
                        LedgerIds.inPosting("id", request.body().getString("id")),
                        request.text("reference").orElse(""))
                .map(outcome -> PostingJson.stored(StoredPosting.withoutReversals(outcome)))
                .map(json -> Reply.created("/postings/" + json.getString("id"), json));
    }

    Future<Reply> listRefusals(Caller caller, RestRequest request) {
        var position = LedgerCursors.position(LedgerCursors.REFUSALS, Parameters.cursor(request));
        return refusals.page(LedgerCursors.beforeId(position), Parameters.limit(request))
                .map(page -> Reply.ok(LedgerJson.refusals(page.boundTo(LedgerCursors.REFUSALS))));
    }
}
