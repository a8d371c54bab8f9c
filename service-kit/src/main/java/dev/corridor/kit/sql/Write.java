package dev.corridor.kit.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** A statement that writes, with its values: to be sent by itself, or as a part of a larger one. */
public record Write(String sql, List<Object> values) {
    /** @param settings the values of the first placeholders */
    public static Write of(String sql, List<Object> settings, List<Object> rows) {
        var values = new ArrayList<>(settings);
        values.addAll(rows);
        return new Write(sql, values);
    }

    public Future<RowSet<Row>> by(SqlClient client) {
        return client.preparedQuery(sql).execute(Tuple.from(values));
    }
}
