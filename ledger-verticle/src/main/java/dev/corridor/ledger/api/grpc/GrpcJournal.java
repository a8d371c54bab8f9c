package dev.corridor.ledger.api.grpc;

import dev.corridor.kit.identity.Caller;
import dev.corridor.ledger.domain.journal.FeedCursor;
import dev.corridor.ledger.journal.JournalFeed;
import dev.corridor.ledger.store.TrialBalances;
import dev.corridor.ledger.usecase.JournalExport;
import dev.corridor.ledger.v1.ExportJournalRequest;
import dev.corridor.ledger.v1.ExportJournalResponse;
import dev.corridor.ledger.v1.GetTrialBalanceRequest;
import dev.corridor.ledger.v1.GetTrialBalanceResponse;
import dev.corridor.ledger.v1.StreamTransfersRequest;
import dev.corridor.ledger.v1.StreamTransfersResponse;
import dev.corridor.ledger.wire.LedgerMessages;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.streams.WriteStream;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** gRPC methods of the journal as a whole. */
public final class GrpcJournal {
    private final Vertx vertx;
    private final JournalFeed feed;
    private final JournalExport export;
    private final TrialBalances trialBalances;
    private final Clock clock;
    private final Set<JournalStream> streams = new HashSet<>();

    public GrpcJournal(Vertx vertx, JournalFeed feed, JournalExport export, TrialBalances trialBalances, Clock clock) {
        this.vertx = vertx;
        this.feed = feed;
        this.export = export;
        this.trialBalances = trialBalances;
        this.clock = clock;
    }

    Future<ExportJournalResponse> export(Caller caller, ExportJournalRequest request) {
        return export.export(
                        LedgerMessages.time("from", request.hasFrom(), request.getFrom())
                                .orElse(Instant.EPOCH),
                        LedgerMessages.time("to", request.hasTo(), request.getTo())
                                .orElse(clock.instant()))
                .map(document -> ExportJournalResponse.newBuilder()
                        .setDocument(LedgerMessages.document(document))
                        .build());
    }

    Future<Void> streamTransfers(
            Caller caller,
            StreamTransfersRequest request,
            WriteStream<StreamTransfersResponse> batches,
            Future<?> callerLeft) {
        var cursor = FeedCursor.parse(request.getCursor(), JournalFeed.CHAINS);
        var stream = new JournalStream(vertx, feed, cursor, batches);
        streams.add(stream);
        return stream.run(callerLeft).onComplete(ended -> streams.remove(stream));
    }

    Future<GetTrialBalanceResponse> getTrialBalance(Caller caller, GetTrialBalanceRequest request) {
        return LedgerMessages.time("as_of", request.hasAsOf(), request.getAsOf())
                .map(trialBalances::asOf)
                .orElseGet(trialBalances::now)
                .map(LedgerMessages::trialBalance);
    }

    void close() {
        List.copyOf(streams).forEach(JournalStream::end);
    }
}
