package dev.corridor.forex.store;

import dev.corridor.forex.domain.ReferenceRates;
import dev.corridor.kit.store.Database;
import dev.corridor.kit.store.Outbox;
import dev.corridor.kit.store.OutboxEvent;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** Every publication of reference rates, a row a currency and day. A figure once published is never changed. */
public final class ReferenceRateTable {
    private final Database database;
    private final Outbox outbox = new Outbox();

    public ReferenceRateTable(Database database) {
        this.database = database;
    }

    /** Adds a new publication, and the event that tells of it; does nothing when it is there already. */
    public Future<Void> publish(ReferenceRates rates, OutboxEvent event) {
        return database.transaction(connection -> insert(connection, List.of(rates))
                .compose(added -> added == 0 ? Future.succeededFuture() : outbox.append(connection, List.of(event))));
    }

    /** Adds publications of the past, without a word; those that are there already stay as they are. */
    public Future<Void> add(List<ReferenceRates> publications) {
        return database.transaction(connection -> insert(connection, publications))
                .mapEmpty();
    }

    /** The newest publication of a provider. */
    public Future<Optional<ReferenceRates>> newest(String provider) {
        return onOrBefore(provider, LocalDate.of(9999, 12, 31));
    }

    /** The publication of that day, or else the last one before it. The primary key serves both queries. */
    public Future<Optional<ReferenceRates>> onOrBefore(String provider, LocalDate day) {
        return database.pool()
                .preparedQuery(
                        """
                        select as_of, currency, rate
                        from reference_rate
                        where provider = $1
                          and as_of = (select max(as_of) from reference_rate where provider = $1 and as_of <= $2)
                        """)
                .execute(Tuple.of(provider, day))
                .map(rows -> publication(provider, rows));
    }

    /** Whether a file, in the version of that size, has been read to its end. */
    public Future<Boolean> isComplete(String file, long sizeBytes) {
        return database.pool()
                .preparedQuery("select file from reference_file where file = $1 and size_bytes = $2")
                .execute(Tuple.of(file, sizeBytes))
                .map(rows -> rows.size() > 0);
    }

    public Future<Void> markComplete(String file, long sizeBytes) {
        return database.pool()
                .preparedQuery(
                        """
                        insert into reference_file (file, size_bytes)
                        values ($1, $2)
                        on conflict (file, size_bytes) do nothing
                        """)
                .execute(Tuple.of(file, sizeBytes))
                .mapEmpty();
    }

    private static Future<Integer> insert(SqlClient connection, List<ReferenceRates> publications) {
        var days = new ArrayList<LocalDate>();
        var providers = new ArrayList<String>();
        var currencies = new ArrayList<String>();
        var rates = new ArrayList<BigDecimal>();
        publications.forEach(publication -> publication.perEuro().forEach((currency, rate) -> {
            providers.add(publication.provider());
            days.add(publication.asOf());
            currencies.add(currency.getCurrencyCode());
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

    private static Optional<ReferenceRates> publication(String provider, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return Optional.empty();
        }
        LocalDate asOf = null;
        var perEuro = new HashMap<Currency, BigDecimal>();
        for (var row : rows) {
            asOf = row.getLocalDate("as_of");
            perEuro.put(Currency.getInstance(row.getString("currency")), row.getBigDecimal("rate"));
        }
        return Optional.of(ReferenceRates.of(asOf, provider, perEuro));
    }
}
