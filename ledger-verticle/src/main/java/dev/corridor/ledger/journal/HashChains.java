package dev.corridor.ledger.journal;

import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.journal.ChainHead;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** Heads of the journal's hash chains. */
final class HashChains {
    /** Number of chains that the migration creates. */
    static final int COUNT = 16;

    private HashChains() {}

    /** Reads the head of a chain and locks it until the transaction ends, so that a chain has one writer at a time. */
    static Future<ChainHead> lock(SqlConnection connection, int chain) {
        return connection
                .preparedQuery("select sequence, hash from journal_chain where chain = $1 for update")
                .execute(Tuple.of(chain))
                .map(rows -> {
                    var row = rows.iterator().next();
                    var hash = Sha256.of(row.getBuffer("hash").getBytes());
                    return new ChainHead(chain, row.getLong("sequence"), hash);
                });
    }
}
