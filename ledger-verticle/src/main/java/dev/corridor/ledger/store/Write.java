package dev.corridor.ledger.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** A statement that writes, with its values: to be sent by itself, or as a part of a larger one. */
record Write(String sql, List<Object> values) {

    Future<RowSet<Row>> by(SqlClient client) {
        return client.preparedQuery(sql).execute(Tuple.from(values));
    }
}
