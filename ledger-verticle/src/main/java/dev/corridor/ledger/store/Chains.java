package dev.corridor.ledger.store;

import dev.corridor.ledger.domain.BookedPosting;
import dev.corridor.ledger.domain.ChainHead;
import dev.corridor.ledger.domain.Fingerprint;
import dev.corridor.ledger.domain.JournalBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** The journal's hash chains: their heads, and the batches they are made of. */
final class Chains {
    /** As many as the migration has made. */
    static final int COUNT = 16;

    private Chains() {}

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
                            Fingerprint.of(row.getBuffer("hash").getBytes()));
                });
    }

    /** @return whether the chain ended where the batch begins; if not, the transaction must not be committed */
    static Future<Boolean> append(SqlConnection connection, JournalBatch batch) {
        var previous = Postings.buffer(batch.previous());
        var hash = Postings.buffer(batch.hash());
        var moved = connection
                .preparedQuery("update journal_chain set sequence = $2, hash = $3 where chain = $1 and hash = $4")
                .execute(Tuple.of(batch.chain(), batch.sequence(), hash, previous));
        var inserted = connection
                .preparedQuery(
                        """
                        insert into journal_batch (chain, sequence, posting_ids, previous_hash, hash)
                        values ($1, $2, $3, $4, $5)
                        """)
                .execute(Tuple.of(
                        batch.chain(),
                        batch.sequence(),
                        batch.postings().stream().map(BookedPosting::id).toArray(UUID[]::new),
                        previous,
                        hash));
        return Future.all(moved, inserted).map(both -> moved.result().rowCount() == 1);
    }
}
