package dev.corridor.payment.store;

/** The parameters of a statement, numbered in the order in which it names them. */
final class Parameters {
    private int named;

    /** The rows as a table: "unnest($1::uuid[], $2::text[]) as alias (a, b)". */
    String rows(Columns<?> columns, String alias) {
        String rows = columns.rows(alias, named + 1);
        named += columns.size();
        return rows;
    }

    /** Such as "$3::float8 * interval '1 second'". */
    String seconds() {
        return "$%d::float8 * interval '1 second'".formatted(++named);
    }
}
