package dev.corridor.forex.reference.store;

import dev.corridor.forex.reference.domain.PublishedCurrency;
import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.outbox.Outbox;
import dev.corridor.kit.outbox.OutboxEvent;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Currency;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publications of reference rates: one row per day, and one per rate. A stored rate is never changed. */
public final class ReferenceRateTable {
    private final Database database;
    private final Outbox outbox = new Outbox();

    public ReferenceRateTable(Database database) {
        this.database = database;
    }

    /** Adds a new publication and its event; does nothing when the publication is stored already. */
    public Future<Void> publish(RatePublication rates, OutboxEvent event) {
        return database.transaction(connection -> insert(connection, List.of(rates))
                .compose(added -> added == 0 ? Future.succeededFuture() : outbox.append(connection, List.of(event))));
    }

    /** Adds historical publications, without events; those that are stored already stay as they are. */
    public Future<Void> add(List<RatePublication> publications) {
        return database.transaction(connection -> insert(connection, publications))
                .mapEmpty();
    }

    /** Returns the newest publication of a provider. */
    public Future<Optional<RatePublication>> newest(String provider) {
        return onOrBefore(provider, LocalDate.of(9999, 12, 31));
    }

    /** Returns the publication of a day, or else the last one before it. The primary keys serve it. */
    public Future<Optional<RatePublication>> onOrBefore(String provider, LocalDate day) {
        return database.execute(
                        """
                        select as_of, currency, rate
                        from reference_rate
                        where provider = $1
                          and as_of = (select max(as_of) from reference_publication where provider = $1 and as_of <= $2)
                        """,
                        Tuple.of(provider, day))
                .map(rows -> publication(provider, rows));
    }

    /** Returns every day of publication. The primary key serves it; the European Central Bank's whole history has 7,000 rows. */
    public Future<List<LocalDate>> days(String provider) {
        return database.execute(
                        "select as_of from reference_publication where provider = $1 order by as_of",
                        Tuple.of(provider))
                .map(rows -> rows.stream().map(row -> row.getLocalDate("as_of")).toList());
    }

    /** Returns every currency that was ever published, with the days of its first and last rate. Reads all rates. */
    public Future<List<PublishedCurrency>> currencies(String provider) {
        return database.execute(
                        """
                        select currency, first, last,
                               last < (select max(as_of) from reference_publication where provider = $1) as discontinued,
                               rates < (select count(*) from reference_publication
                                        where provider = $1 and as_of between first and last) as with_holes
                        from (select currency, min(as_of) as first, max(as_of) as last, count(*) as rates
                              from reference_rate
                              where provider = $1
                              group by currency) as life
                        """,
                        Tuple.of(provider))
                .compose(rows -> withHoles(provider, rows));
    }

    private Future<List<PublishedCurrency>> withHoles(String provider, RowSet<Row> currencies) {
        var codes = currencies.stream()
                .filter(row -> row.getBoolean("with_holes"))
                .map(row -> row.getString("currency"))
                .toList();
        var holes = codes.isEmpty()
                ? Future.succeededFuture(Map.<String, List<PublishedCurrency.Hole>>of())
                : holes(provider, codes);
        return holes.map(byCode -> currencies.stream()
                .map(row -> currency(row, byCode.getOrDefault(row.getString("currency"), List.of())))
                .toList());
    }

    private Future<Map<String, List<PublishedCurrency.Hole>>> holes(String provider, List<String> codes) {
        var days = days(provider);
        var rates = database.execute(
                "select currency, as_of from reference_rate where provider = $1 and currency = any($2::text[])",
                Tuple.of(provider).addArrayOfString(codes.toArray(String[]::new)));
        return Future.all(days, rates).map(read -> {
            var byCode = new HashMap<String, List<LocalDate>>();
            rates.result().forEach(row -> byCode.computeIfAbsent(row.getString("currency"), code -> new ArrayList<>())
                    .add(row.getLocalDate("as_of")));
            var holes = new HashMap<String, List<PublishedCurrency.Hole>>();
            byCode.forEach((code, of) -> holes.put(code, PublishedCurrency.holes(days.result(), of)));
            return holes;
        });
    }

    /**
     * Returns the publications of some days, by day. The primary key serves it.
     *
     * @param currencies the currencies to read; all when empty
     */
    public Future<Map<LocalDate, RatePublication>> ofDays(
            String provider, Collection<LocalDate> days, Collection<Currency> currencies) {
        var codes = currencies.stream().map(Currency::code).toArray(String[]::new);
        return database.execute(
                        """
                        select as_of, currency, rate
                        from reference_rate
                        where provider = $1
                          and as_of = any($2::date[])
                          and (array_length($3::text[], 1) is null or currency = any($3::text[]))
                        """,
                        Tuple.of(provider, days.toArray(LocalDate[]::new), codes))
                .map(rows -> publications(provider, days, rows));
    }

    /** Returns whether a file of that size has been read to its end. */
    public Future<Boolean> isComplete(String file, long sizeBytes) {
        return database.execute(
                        "select file from reference_file where file = $1 and size_bytes = $2",
                        Tuple.of(file, sizeBytes))
                .map(rows -> rows.size() > 0);
    }

    public Future<Void> markComplete(String file, long sizeBytes) {
        return database.execute(
                        """
                        insert into reference_file (file, size_bytes)
                        values ($1, $2)
                        on conflict (file, size_bytes) do nothing
                        """,
                        Tuple.of(file, sizeBytes))
                .mapEmpty();
    }

    private static Future<Integer> insert(SqlClient connection, List<RatePublication> publications) {
        return insertDays(connection, publications).compose(added -> insertRates(connection, publications));
    }

    private static Future<RowSet<Row>> insertDays(SqlClient connection, List<RatePublication> publications) {
        return connection
                .preparedQuery(
                        """
                        insert into reference_publication (provider, as_of)
                        select provider, as_of
                        from unnest($1::text[], $2::date[]) as published (provider, as_of)
                        on conflict (provider, as_of) do nothing
                        """)
                .execute(Tuple.tuple()
                        .addArrayOfString(publications.stream()
                                .map(RatePublication::provider)
                                .toArray(String[]::new))
                        .addArrayOfLocalDate(
                                publications.stream().map(RatePublication::asOf).toArray(LocalDate[]::new)));
    }

    private static Future<Integer> insertRates(SqlClient connection, List<RatePublication> publications) {
        var days = new ArrayList<LocalDate>();
        var providers = new ArrayList<String>();
        var currencies = new ArrayList<String>();
        var rates = new ArrayList<BigDecimal>();
        publications.forEach(publication -> publication.perEuro().forEach((currency, rate) -> {
            providers.add(publication.provider());
            days.add(publication.asOf());
            currencies.add(currency.code());
            rates.add(rate);
        }));
        return connection
                .preparedQuery(
                        """
                        insert into reference_rate (provider, as_of, currency, rate)
                        select provider, as_of, currency, rate
                        from unnest($1::text[], $2::date[], $3::text[], $4::numeric[])
                          as published (provider, as_of, currency, rate)
                        on conflict (provider, as_of, currency) do nothing
                        """)
                .execute(Tuple.of(
                        providers.toArray(String[]::new),
                        days.toArray(LocalDate[]::new),
                        currencies.toArray(String[]::new),
                        rates.toArray(BigDecimal[]::new)))
                .map(RowSet::rowCount);
    }

    private static PublishedCurrency currency(Row row, List<PublishedCurrency.Hole> holes) {
        return new PublishedCurrency(
                Currency.of(row.getString("currency")),
                row.getLocalDate("first"),
                row.getLocalDate("last"),
                row.getBoolean("discontinued"),
                holes);
    }

    private static Optional<RatePublication> publication(String provider, RowSet<Row> rows) {
        return publications(provider, List.of(), rows).values().stream().findFirst();
    }

    /** @param days days that get a publication even if they have no rates */
    private static Map<LocalDate, RatePublication> publications(
            String provider, Collection<LocalDate> days, RowSet<Row> rows) {
        var rates = new HashMap<LocalDate, Map<Currency, BigDecimal>>();
        days.forEach(day -> rates.put(day, new HashMap<>()));
        rows.forEach(row -> rates.computeIfAbsent(row.getLocalDate("as_of"), day -> new HashMap<>())
                .put(Currency.of(row.getString("currency")), row.getBigDecimal("rate")));
        var publications = new HashMap<LocalDate, RatePublication>();
        rates.forEach((day, perEuro) -> publications.put(day, RatePublication.of(day, provider, perEuro)));
        return publications;
    }
}
