package dev.corridor.payment.store;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns of a table, with how each is read from an {@code E}. Many rows are written by one statement, which gets a column as one
 * array; a single row by its values.
 */
final class Columns<E> {
    private final List<Column<E>> columns = new ArrayList<>();

    private record Column<E>(String name, String sent, String stored, Object[] none, Function<E, ?> value) {

        /** Null where no row has a value: the database then fills the column with nulls by itself. */
        Object array(List<E> rows) {
            Object[] array = null;
            for (int i = 0; i < rows.size(); i++) {
                Object each = value.apply(rows.get(i));
                if (each != null) {
                    array = array == null ? Arrays.copyOf(none, rows.size()) : array;
                    array[i] = each;
                }
            }
            return array;
        }
    }

    Columns<E> text(String name, Function<E, String> value) {
        return add(name, "text", "text", new String[0], value);
    }

    Columns<E> number(String name, Function<E, Long> value) {
        return add(name, "bigint", "bigint", new Long[0], value);
    }

    Columns<E> flag(String name, Function<E, Boolean> value) {
        return add(name, "boolean", "boolean", new Boolean[0], value);
    }

    Columns<E> uuid(String name, Function<E, java.util.UUID> value) {
        return add(name, "uuid", "uuid", new java.util.UUID[0], value);
    }

    Columns<E> time(String name, Function<E, java.time.OffsetDateTime> value) {
        return add(name, "timestamptz", "timestamptz", new java.time.OffsetDateTime[0], value);
    }

    Columns<E> bytes(String name, Function<E, Buffer> value) {
        return add(name, "bytea", "bytea", new Buffer[0], value);
    }

    /** Sent as text, which the database reads as {@code type}. */
    Columns<E> as(String type, String name, Function<E, String> value) {
        return add(name, "text", type, new String[0], value);
    }

    /** The same of what is part of an {@code F}. */
    <F> Columns<F> of(Function<F, E> part) {
        var all = new Columns<F>();
        columns.forEach(column ->
                all.add(column.name(), column.sent(), column.stored(), column.none(), part.andThen(column.value())));
        return all;
    }

    Columns<E> and(Columns<E> more) {
        var all = new Columns<E>();
        all.columns.addAll(columns);
        all.columns.addAll(more.columns);
        return all;
    }

    private Columns<E> add(String name, String sent, String stored, Object[] none, Function<E, ?> value) {
        columns.add(new Column<>(name, sent, stored, none, value));
        return this;
    }

    /** "a, b, c" */
    String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** The rows as a table: "unnest($1::uuid[], $2::text[]) as alias (a, b)", where 1 is {@code first}. */
    String rows(String alias, int first) {
        return "unnest(%s) as %s (%s)".formatted(placeholders(first, "[]"), alias, names());
    }

    /** A single row as a table, which is less work than arrays of one: "(values ($1::uuid, $2::text)) as alias (a, b)". */
    String row(String alias, int first) {
        return "(values (%s)) as %s (%s)".formatted(placeholders(first, ""), alias, names());
    }

    /** "$1::uuid[], $2::text[]", where 1 is {@code first} and "[]" the suffix. */
    private String placeholders(int first, String suffix) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> "$%d::%s%s".formatted(first + i, columns.get(i).sent(), suffix))
                .collect(Collectors.joining(", "));
    }

    /** "alias.a, alias.b::jsonb" */
    String values(String alias) {
        return columns.stream().map(column -> value(alias, column)).collect(Collectors.joining(", "));
    }

    /** "a = alias.a, b = alias.b::jsonb" */
    String assignments(String alias) {
        return columns.stream()
                .map(column -> column.name() + " = " + value(alias, column))
                .collect(Collectors.joining(", "));
    }

    /** The arrays that {@link #rows} names. */
    List<Object> arrays(List<E> rows) {
        var arrays = new ArrayList<Object>(columns.size());
        columns.forEach(column -> arrays.add(column.array(rows)));
        return arrays;
    }

    /** The values that {@link #row} names. */
    List<Object> values(E row) {
        var values = new ArrayList<Object>(columns.size());
        columns.forEach(column -> values.add(column.value().apply(row)));
        return values;
    }

    private static String value(String alias, Column<?> column) {
        String plain = alias + "." + column.name();
        return column.sent().equals(column.stored()) ? plain : plain + "::" + column.stored();
    }
}
