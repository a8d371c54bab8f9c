package dev.corridor.kit.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/**
 * Set of a table's rows that are no longer needed. They are deleted in batches, which are large because a statement costs more than its
 * rows, and bounded because a transaction of minutes would hold up others.
 */
public final class ExpiredRows {
    private static final int MAX_DELETED = 10_000;
    private static final int MAX_COUNTED = 1_000_000;

    private final Database database;
    private final String table;
    private final String deletion;
    private final String count;

    /**
     * The arguments are parts of SQL.
     *
     * @param key the columns of the primary key, separated by commas
     * @param condition what the rows have in common; an index has to serve it
     * @param order the columns of that index
     */
    public ExpiredRows(Database database, String table, String key, String condition, String order) {
        this.database = database;
        this.table = table;
        this.deletion = "delete from %1$s where (%2$s) in (select %2$s from %1$s where %3$s order by %4$s limit $1)"
                .formatted(table, key, condition, order);
        this.count = "select count(*) as expired from (select 1 from %s where %s limit $1) bounded"
                .formatted(table, condition);
    }

    String table() {
        return table;
    }

    /** Deletes the oldest rows, up to {@value #MAX_DELETED}, and completes with whether there may be more. */
    public Future<Boolean> delete() {
        return database.execute(deletion, Tuple.of(MAX_DELETED)).map(deleted -> deleted.rowCount() == MAX_DELETED);
    }

    /** Counts the rows that are not deleted yet, up to {@value #MAX_COUNTED}. */
    public Future<Long> count() {
        return database.execute(count, Tuple.of(MAX_COUNTED))
                .map(rows -> rows.iterator().next().getLong("expired"));
    }
}
