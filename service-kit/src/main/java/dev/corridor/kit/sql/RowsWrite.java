package dev.corridor.kit.sql;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A statement that writes any number of rows. Where they are as few as usual for somebody alone it gets each value by
 * itself, which is less work for the database; else it gets arrays.
 */
public final class RowsWrite<E> {
    private final Columns<E> columns;
    private final int few;
    private final String ofFew;
    private final String ofAny;

    /**
     * @param few how many rows somebody alone has
     * @param statement given the rows as a table of that name, with placeholders from $1 on
     */
    public RowsWrite(Columns<E> columns, String alias, int few, UnaryOperator<String> statement) {
        this.columns = columns;
        this.few = few;
        this.ofFew = statement.apply(columns.rows(alias, 1, few));
        this.ofAny = statement.apply(columns.rows(alias, 1));
    }

    /** Inserts them; somebody alone has one. */
    public static <E> RowsWrite<E> insert(String table, Columns<E> columns) {
        return new RowsWrite<>(columns, "inserted", 1, inserted -> "insert into %s (%s) select %s from %s"
                .formatted(table, columns.names(), columns.selection("inserted"), inserted));
    }

    public Write of(List<E> rows) {
        return rows.size() == few ? new Write(ofFew, columns.values(rows)) : new Write(ofAny, columns.arrays(rows));
    }
}
