package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.PostStreamRequest;
import dev.corridor.ledger.v1.StreamTransfersRequest;
import dev.corridor.ledger.v1.StreamTransfersResponse;
import dev.corridor.ledger.v1.TransferEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Streams of the journal over gRPC. */
class JournalStreamIT extends LedgerFeature {
    @Test
    void a_stream_of_the_journal_resumes_at_its_cursor() throws InterruptedException {
        var ada = wallet("");
        var first = post(transfer(bank, ada, "1.00")).json();
        var seen = follow("", first);
        var second = post(transfer(bank, ada, "2.00")).json();

        var resumed = follow(seen.getCursor(), second);

        assertThat(resumed.getTransfersList())
                .extracting(TransferEvent::getTransferId)
                .contains(idOf(second))
                .doesNotContain(idOf(first));
        var event = resumed.getTransfersList().stream()
                .filter(each -> each.getTransferId().equals(idOf(second)))
                .findFirst()
                .orElseThrow();
        assertThat(event.getCreditBalance().getAmount()).isEqualTo("3.00");
        assertThat(event.getCreditVersion()).isEqualTo(2);
    }

    @Test
    void streams_end_with_their_token() {
        var transfers = StreamTransfersRequest.getDefaultInstance();
        ledger.grpc()
                .outcome(LedgerServiceGrpcClient.StreamTransfers, transfers, soonExpired())
                .assertProblem(GrpcStatus.UNAUTHENTICATED, "token_expired");

        var postings = ledger.grpc().open(LedgerServiceGrpcClient.PostStream, soonExpired());
        postings.write(PostStreamRequest.getDefaultInstance());
        var response = postings.response().await();
        response.end().transform(end -> Future.succeededFuture()).await();
        assertThat(response.status()).isEqualTo(GrpcStatus.UNAUTHENTICATED);
    }

    private String soonExpired() {
        return ledger.tokenUntil(Instant.now().plusSeconds(3), "payment-service", Scope.LEDGER_ADMIN);
    }

    /** Reads on until the posting comes; the batch that it came in. */
    private StreamTransfersResponse follow(String cursor, JsonObject posting) throws InterruptedException {
        var call = ledger.grpc().open(LedgerServiceGrpcClient.StreamTransfers, ledger.admin());
        var batches = new LinkedBlockingQueue<StreamTransfersResponse>();
        call.response().onSuccess(response -> response.handler(batches::add));
        call.end(StreamTransfersRequest.newBuilder().setCursor(cursor).build());
        try {
            while (true) {
                var batch = batches.poll(60, TimeUnit.SECONDS);
                assertThat(batch).as("the posting, on the stream").isNotNull();
                if (batch.getTransfersList().stream()
                        .anyMatch(each -> each.getTransferId().equals(idOf(posting)))) {
                    return batch;
                }
            }
        } finally {
            call.cancel();
        }
    }

    private static String idOf(JsonObject posting) {
        return posting.getJsonArray("transfers").getJsonObject(0).getString("id");
    }
}
