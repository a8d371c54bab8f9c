package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.corridor.kit.testing.GrpcOutcome;
import dev.corridor.ledger.v1.FindAccountsRequest;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.GetPostingRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.ledger.v1.ListRefusalsRequest;
import dev.corridor.ledger.v1.PostRequest;
import dev.corridor.ledger.v1.PostStreamRequest;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.ReversePostingRequest;
import io.vertx.core.Promise;
import io.vertx.grpc.common.ServiceMethod;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts in gRPC requests that no transport may carry: they are the caller's mistake, wherever they are. */
class GrpcTextsIT extends LedgerFeature {
    private static final int INVALID_ARGUMENT = 3;
    private static final String NUL = "a\u0000b";

    private record Sample(ServiceMethod<? extends Message, ? extends Message> method, Message request) {}

    static Stream<Sample> requests_with_a_nul() {
        var posting = message(newId(), newId(), "1.00");
        return Stream.of(
                new Sample(
                        LedgerServiceGrpcClient.ListAccounts,
                        ListAccountsRequest.newBuilder().setOwner(NUL).build()),
                new Sample(
                        LedgerServiceGrpcClient.FindAccounts,
                        FindAccountsRequest.newBuilder().setOwner(NUL).build()),
                new Sample(
                        LedgerServiceGrpcClient.FindAccounts,
                        FindAccountsRequest.newBuilder()
                                .putMetadata("shop", NUL)
                                .build()),
                new Sample(
                        LedgerServiceGrpcClient.GetAccount,
                        GetAccountRequest.newBuilder().setAccountId(NUL).build()),
                new Sample(
                        LedgerServiceGrpcClient.GetPosting,
                        GetPostingRequest.newBuilder().setPostingId(NUL).build()),
                new Sample(
                        LedgerServiceGrpcClient.ListEntries,
                        ListEntriesRequest.newBuilder()
                                .setAccountId(newId())
                                .setReference(NUL)
                                .build()),
                new Sample(
                        LedgerServiceGrpcClient.ListRefusals,
                        ListRefusalsRequest.newBuilder().setCursor(NUL).build()),
                new Sample(
                        LedgerServiceGrpcClient.ReversePosting,
                        ReversePostingRequest.newBuilder()
                                .setPostingId(newId())
                                .setReversalId(newId())
                                .setReference(NUL)
                                .build()),
                new Sample(
                        LedgerServiceGrpcClient.Post,
                        PostRequest.newBuilder()
                                .setPosting(posting.toBuilder().setReference(NUL))
                                .build()),
                new Sample(
                        LedgerServiceGrpcClient.Post,
                        PostRequest.newBuilder()
                                .setPosting(posting.toBuilder().putMetadata("shop", NUL))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource
    void requests_with_a_nul(Sample sample) {
        assertThat(outcome(sample).status().code).isEqualTo(INVALID_ARGUMENT);
    }

    @SuppressWarnings("unchecked")
    private GrpcOutcome<Message> outcome(Sample sample) {
        return ledger.grpc()
                .outcome((ServiceMethod<Message, Message>) sample.method(), sample.request(), ledger.admin());
    }

    @Test
    void a_nul_among_the_postings_of_a_stream_refuses_that_posting_alone() {
        var wallet = wallet("");
        var call = ledger.grpc().open(LedgerServiceGrpcClient.PostStream, ledger.admin());
        var results = new LinkedBlockingQueue<PostingResult>();
        Promise<Void> ended = Promise.promise();
        call.response()
                .onSuccess(response -> response.handler(answer -> results.add(answer.getResult()))
                        .endHandler(end -> ended.complete()))
                .onFailure(ended::fail);
        call.write(PostStreamRequest.newBuilder()
                .setPosting(message(bank, wallet, "1.00"))
                .build());
        call.write(PostStreamRequest.newBuilder()
                .setPosting(message(bank, wallet, "1.00").toBuilder()
                        .setReference(NUL)
                        .build())
                .build());
        call.write(PostStreamRequest.newBuilder()
                .setPosting(message(bank, wallet, "1.00"))
                .build());
        call.end();

        ended.future().await();

        assertThat(results).extracting(PostingResult::hasPosted).containsExactly(true, false, true);
    }
}
