package dev.corridor.ledger.journal;

import dev.corridor.kit.sql.Write;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.journal.ChainHead;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.domain.posting.BookedPosting;
import dev.corridor.ledger.store.Postings;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** The journal's hash chains: their heads, and the batches they are made of. */
final class HashChains {
    /** As many as the migration has made. */
    static final int COUNT = 16;

    private static final String MOVE =
            "update journal_chain set sequence = $2, hash = $3 where chain = $1 and hash = $4";

    private static final String APPEND =
            """
            insert into journal_batch (chain, sequence, posting_ids, previous_hash, hash)
            values ($1, $2, $3, $4, $5)
            """;

    private HashChains() {}

    /** Where the chain ends, locked until the transaction ends: a chain has one writer at a time, whoever shares it. */
    static Future<ChainHead> lock(SqlConnection connection, int chain) {
        return connection
                .preparedQuery("select sequence, hash from journal_chain where chain = $1 for update")
                .execute(Tuple.of(chain))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new ChainHead(
                            chain,
                            row.getLong("sequence"),
                            Sha256.of(row.getBuffer("hash").getBytes()));
                });
    }

    /** For the chain that ends where the batch begins: if it does not, the transaction must not be committed. */
    static Write move(JournalBatch batch) {
        return new Write(
                MOVE,
                List.of(
                        batch.chain(),
                        batch.sequence(),
                        Postings.buffer(batch.hash()),
                        Postings.buffer(batch.previous())));
    }

    static Write append(JournalBatch batch) {
        return new Write(
                APPEND,
                List.of(
                        batch.chain(),
                        batch.sequence(),
                        batch.postings().stream().map(BookedPosting::id).toArray(UUID[]::new),
                        Postings.buffer(batch.previous()),
                        Postings.buffer(batch.hash())));
    }
}
