package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.BatchPostRequest;
import dev.corridor.ledger.v1.BatchPostResponse;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.PostStreamRequest;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Batches and streams of postings over gRPC. */
class PostingStreamIT extends LedgerFeature {
    @Test
    void each_posting_of_a_batch_has_its_own_result_and_correlation_id() {
        var ada = wallet("10.00");
        var paid = message(ada, bank, "9.00").toBuilder()
                .setCorrelationId("the-request-of-ada")
                .build();
        var tooMuch = message(ada, bank, "9.00");
        var malformed = message(ada, bank, "a lot");

        var results = postTogether(paid, tooMuch, malformed, paid).getResultsList();

        assertThat(results)
                .extracting(PostingResult::getPostingId)
                .containsExactly(
                        paid.getPostingId(), tooMuch.getPostingId(), malformed.getPostingId(), paid.getPostingId());
        assertThat(results.get(0).getPosted().getReplayed()).isFalse();
        assertThat(results.get(1).getRefused().getCode()).isEqualTo("insufficient_funds");
        assertThat(results.get(2).getRefused().getCode()).isEqualTo("amount_invalid");
        assertThat(results.get(3).getPosted().getReplayed()).isTrue();
        assertThat(ledger.http()
                        .get("/accounts/" + ada + "/entries", ledger.admin())
                        .json()
                        .getJsonArray("entries")
                        .getJsonObject(0)
                        .getString("correlation_id"))
                .isEqualTo("the-request-of-ada");
    }

    @Test
    void a_batch_has_1_to_500_postings() {
        var tooMany = Collections.nCopies(501, message(bank, bank, "1.00")).toArray(Posting[]::new);

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> postTogether())
                .matches(problem -> problem.is(StandardError.INVALID_REQUEST));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> postTogether(tooMany))
                .matches(problem -> problem.is(StandardError.INVALID_REQUEST));
    }

    private BatchPostResponse postTogether(Posting... postings) {
        return ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.BatchPost,
                        BatchPostRequest.newBuilder()
                                .addAllPostings(List.of(postings))
                                .build(),
                        ledger.admin());
    }

    @Test
    void a_stream_returns_the_results_in_order() {
        var ada = wallet("10.00");
        var call = ledger.grpc().open(LedgerServiceGrpcClient.PostStream, ledger.admin());
        var results = new LinkedBlockingQueue<PostingResult>();
        Promise<Void> ended = Promise.promise();
        call.response()
                .onSuccess(response -> response.handler(answer -> results.add(answer.getResult()))
                        .endHandler(end -> ended.complete()))
                .onFailure(ended::fail);
        var sent = new ArrayList<String>();
        for (int i = 0; i < 3_000; i++) {
            var posting = message(ada, bank, "0.01");
            sent.add(posting.getPostingId());
            call.write(PostStreamRequest.newBuilder().setPosting(posting).build());
        }
        call.end();
        ended.future().await();

        assertThat(results).extracting(PostingResult::getPostingId).containsExactlyElementsOf(sent);
        assertThat(results.stream().filter(PostingResult::hasPosted)).hasSize(1_000);
        assertThat(results.stream().filter(PostingResult::hasRefused).map(result -> result.getRefused()
                        .getCode()))
                .hasSize(2_000)
                .containsOnly("insufficient_funds");
    }

    @Test
    void a_stream_needs_the_scope() {
        var call = ledger.grpc().open(LedgerServiceGrpcClient.PostStream, ledger.token("somebody", Scope.LEDGER_READ));
        call.end();

        var response = call.response().await();
        response.end().transform(end -> Future.succeededFuture()).await();
        assertThat(response.status().code).isEqualTo(7);
    }
}
