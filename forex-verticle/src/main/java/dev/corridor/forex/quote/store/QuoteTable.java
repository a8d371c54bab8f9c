package dev.corridor.forex.quote.store;

import static dev.corridor.kit.sql.SqlTime.utc;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.quote.domain.Quote;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.ExpiredRows;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The quote table. A quote is added once and used once. */
public final class QuoteTable {
    private final Database database;
    private final Clock clock;

    /**
     * A quote as it is stored.
     *
     * @param usedBy id of the payment that used the quote
     */
    public record StoredQuote(Quote quote, Optional<UUID> usedBy) {}

    public QuoteTable(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    public Future<Quote> add(Quote quote) {
        return database.execute(
                        """
                        insert into quote
                          (id, owner, source_minor, source_currency, target_minor, target_currency, rate, mid, created_at, expires_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                        """,
                        Tuple.of(
                                quote.id(),
                                quote.owner(),
                                quote.source().minorUnits(),
                                quote.source().currency().code(),
                                quote.target().minorUnits(),
                                quote.target().currency().code(),
                                quote.rate(),
                                quote.mid(),
                                utc(quote.createdAt()),
                                utc(quote.expiresAt())))
                .map(quote);
    }

    /** @return or fails with quote_not_found, also for a quote of another owner */
    public Future<StoredQuote> find(UUID id, String owner) {
        return database.execute(
                        """
                        select id, owner, source_minor, source_currency, target_minor, target_currency, rate, mid, created_at, expires_at,
                               used_by
                        from quote
                        where id = $1 and owner = $2
                        """,
                        Tuple.of(id, owner))
                .map(rows -> first(rows)
                        .orElseThrow(() -> Problem.of(ForexError.QUOTE_NOT_FOUND, "There is no quote " + id + ".")));
    }

    /**
     * Uses a quote, in one statement: of two concurrent users one succeeds. The same user may repeat the request and gets the same
     * result, even after the quote has expired.
     *
     * @param usedBy id of the payment that uses the quote
     * @return or fails with quote_not_found, quote_expired, quote_used
     */
    public Future<Quote> use(UUID id, String owner, UUID usedBy) {
        Instant now = clock.instant();
        return database.execute(
                        """
                        update quote
                        set used_by = $3, used_at = coalesce(used_at, $4)
                        where id = $1 and owner = $2 and (used_by = $3 or used_by is null and expires_at > $4)
                        returning id, owner, source_minor, source_currency, target_minor, target_currency, rate, mid, created_at, expires_at,
                                  used_by
                        """,
                        Tuple.of(id, owner, usedBy, utc(now)))
                .compose(rows -> first(rows)
                        .map(stored -> Future.succeededFuture(stored.quote()))
                        .orElseGet(() -> find(id, owner).compose(QuoteTable::refuse)));
    }

    /** The quotes that were not used, a day after they expired. */
    public static ExpiredRows expired(Database database) {
        return new ExpiredRows(
                database, "quote", "id", "used_by is null and expires_at < now() - interval '1 day'", "expires_at");
    }

    private static Future<Quote> refuse(StoredQuote stored) {
        var quote = stored.quote();
        return Future.failedFuture(
                stored.usedBy().isPresent()
                        ? Problem.of(ForexError.QUOTE_USED, "The quote " + quote.id() + " has been used.")
                        : Problem.of(
                                ForexError.QUOTE_EXPIRED,
                                "The quote %s expired at %s.".formatted(quote.id(), quote.expiresAt())));
    }

    private static Optional<StoredQuote> first(RowSet<Row> rows) {
        for (var row : rows) {
            return Optional.of(new StoredQuote(quote(row), Optional.ofNullable(row.getUUID("used_by"))));
        }
        return Optional.empty();
    }

    private static Quote quote(Row row) {
        return new Quote(
                row.getUUID("id"),
                row.getString("owner"),
                money(row, "source"),
                money(row, "target"),
                row.get(BigDecimal.class, "rate"),
                row.get(BigDecimal.class, "mid"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("expires_at").toInstant());
    }

    private static Money money(Row row, String side) {
        return new Money(row.getLong(side + "_minor"), Currency.of(row.getString(side + "_currency")));
    }
}
