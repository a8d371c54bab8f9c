package dev.corridor.kit.sql;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns of a table, with how each is read from an {@code E}; null where it has none. Many rows are written by one statement,
 * which gets a column as one array; a few by their values.
 */
public final class Columns<E> {
    private final List<Column<E>> columns = new ArrayList<>();

    /** @param encoding what is sent for a value; called once for those that follow each other and are the same */
    private record Column<E>(
            String name,
            String sent,
            String stored,
            Object[] none,
            Function<E, ?> value,
            UnaryOperator<Object> encoding) {

        /** Null where no row has a value: the database then fills the column with nulls by itself. */
        Object array(List<E> rows) {
            Object[] array = null;
            Object last = null;
            Object lastSent = null;
            for (int i = 0; i < rows.size(); i++) {
                Object each = value.apply(rows.get(i));
                if (each != null) {
                    lastSent = each == last ? lastSent : encoding.apply(each);
                    last = each;
                    array = array == null ? Arrays.copyOf(none, rows.size()) : array;
                    array[i] = lastSent;
                }
            }
            return array;
        }

        <F> Column<F> of(Function<F, E> part) {
            return new Column<>(name, sent, stored, none, part.andThen(value), encoding);
        }

        Object single(E row) {
            Object each = value.apply(row);
            return each == null ? null : encoding.apply(each);
        }
    }

    public Columns<E> text(String name, Function<E, String> value) {
        return add(name, "text", new String[0], value);
    }

    public Columns<E> number(String name, Function<E, Long> value) {
        return add(name, "bigint", new Long[0], value);
    }

    public Columns<E> flag(String name, Function<E, Boolean> value) {
        return add(name, "boolean", new Boolean[0], value);
    }

    public Columns<E> uuid(String name, Function<E, UUID> value) {
        return add(name, "uuid", new UUID[0], value);
    }

    public Columns<E> time(String name, Function<E, Instant> value) {
        return add(
                new Column<>(name, "timestamptz", "timestamptz", new OffsetDateTime[0], value, time -> ((Instant) time)
                        .atOffset(ZoneOffset.UTC)));
    }

    public Columns<E> bytes(String name, Function<E, Buffer> value) {
        return add(name, "bytea", new Buffer[0], value);
    }

    /** Sent as text, which the database reads as {@code type}. */
    public Columns<E> as(String type, String name, Function<E, String> value) {
        return add(new Column<>(name, "text", type, new String[0], value, UnaryOperator.identity()));
    }

    /** The same of what is part of an {@code F}. */
    public <F> Columns<F> of(Function<F, E> part) {
        var all = new Columns<F>();
        columns.forEach(column -> all.columns.add(column.of(part)));
        return all;
    }

    public Columns<E> and(Columns<E> more) {
        var all = new Columns<E>();
        all.columns.addAll(columns);
        all.columns.addAll(more.columns);
        return all;
    }

    private Columns<E> add(String name, String type, Object[] none, Function<E, ?> value) {
        return add(new Column<>(name, type, type, none, value, UnaryOperator.identity()));
    }

    private Columns<E> add(Column<E> column) {
        columns.add(column);
        return this;
    }

    /** "a, b, c" */
    public String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** Any number of rows as a table: "unnest($1::uuid[], $2::text[]) as alias (a, b)", where 1 is {@code first}. */
    public String rows(String alias, int first) {
        return "unnest(%s) as %s (%s)".formatted(placeholders(first, "[]"), alias, names());
    }

    /**
     * So many rows as a table: "(values ($1::uuid, $2::text), ($3::uuid, $4::text)) as alias (a, b)", where 1 is {@code
     * first}.
     */
    public String rows(String alias, int first, int count) {
        var rows = IntStream.range(0, count)
                .mapToObj(row -> "(%s)".formatted(placeholders(first + row * columns.size(), "")))
                .collect(Collectors.joining(", "));
        return "(values %s) as %s (%s)".formatted(rows, alias, names());
    }

    /** "$1::uuid[], $2::text[]", where 1 is {@code first} and "[]" the suffix. */
    private String placeholders(int first, String suffix) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> "$%d::%s%s".formatted(first + i, columns.get(i).sent(), suffix))
                .collect(Collectors.joining(", "));
    }

    /** "alias.a, alias.b::jsonb" */
    public String selection(String alias) {
        return columns.stream().map(column -> value(alias, column)).collect(Collectors.joining(", "));
    }

    /** "a = alias.a, b = alias.b::jsonb" */
    public String assignments(String alias) {
        return columns.stream()
                .map(column -> column.name() + " = " + value(alias, column))
                .collect(Collectors.joining(", "));
    }

    /** The arrays that {@link #rows(String, int)} names. */
    public List<Object> arrays(List<E> rows) {
        var arrays = new ArrayList<Object>(columns.size());
        columns.forEach(column -> arrays.add(column.array(rows)));
        return arrays;
    }

    /** The values that {@link #rows(String, int, int)} names. */
    public List<Object> values(List<E> rows) {
        var values = new ArrayList<Object>(columns.size() * rows.size());
        rows.forEach(row -> columns.forEach(column -> values.add(column.single(row))));
        return values;
    }

    private static String value(String alias, Column<?> column) {
        String plain = alias + "." + column.name();
        return column.sent().equals(column.stored()) ? plain : plain + "::" + column.stored();
    }
}
