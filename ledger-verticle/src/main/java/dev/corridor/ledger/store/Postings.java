package dev.corridor.ledger.store;

import dev.corridor.kit.money.Money;
import dev.corridor.kit.store.Database;
import dev.corridor.ledger.domain.BalanceAfter;
import dev.corridor.ledger.domain.BookedPosting;
import dev.corridor.ledger.domain.BookedTransfer;
import dev.corridor.ledger.domain.Transfer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The posting and transfer tables: written once, by {@link Journal}, and never changed. */
public final class Postings {
    private final Database database;

    public Postings(Database database) {
        this.database = database;
    }

    public Future<Optional<BookedPosting>> find(UUID id) {
        return find(database.pool(), List.of(id)).map(found -> Optional.ofNullable(found.get(id)));
    }

    /** Those that exist, by id. Starts at the index transfer_position, so that history may grow. */
    Future<Map<UUID, BookedPosting>> find(SqlClient client, Collection<UUID> postingIds) {
        return client.preparedQuery(
                        """
                        select posting.id as posting_id, reference, posting.booked_at, transfer.id as transfer_id, debit_account_id,
                               credit_account_id, amount_minor, currency, code, debit_balance_minor, debit_version,
                               credit_balance_minor, credit_version
                        from transfer
                        join posting on posting.id = transfer.posting_id
                        where transfer.posting_id = any($1)
                        order by transfer.posting_id, position
                        """)
                .execute(Tuple.of((Object) postingIds.toArray(UUID[]::new)))
                .map(Postings::postings);
    }

    /** Which of the transfer ids are in use. */
    Future<Set<UUID>> taken(SqlConnection connection, Collection<UUID> transferIds) {
        return connection
                .preparedQuery("select id from transfer where id = any($1)")
                .execute(Tuple.of((Object) transferIds.toArray(UUID[]::new)))
                .map(rows -> {
                    var taken = new HashSet<UUID>();
                    rows.forEach(row -> taken.add(row.getUUID("id")));
                    return taken;
                });
    }

    Future<Void> append(SqlConnection connection, List<FreshPosting> postings) {
        return Future.all(appendPostings(connection, postings), appendTransfers(connection, postings))
                .mapEmpty();
    }

    private static Future<?> appendPostings(SqlConnection connection, List<FreshPosting> postings) {
        return connection
                .preparedQuery(
                        """
                        insert into posting (id, reference, correlation_id, booked_at)
                        select id, reference, correlation_id, booked_at
                        from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[])
                          as booked (id, reference, correlation_id, booked_at)
                        """)
                .execute(Tuple.of(
                        column(postings, fresh -> fresh.posting().id(), UUID[]::new),
                        column(postings, fresh -> fresh.posting().reference(), String[]::new),
                        column(postings, FreshPosting::correlationId, String[]::new),
                        column(postings, fresh -> utc(fresh.posting()), OffsetDateTime[]::new)));
    }

    private static Future<?> appendTransfers(SqlConnection connection, List<FreshPosting> postings) {
        var lines =
                postings.stream().map(FreshPosting::posting).flatMap(Line::of).toList();
        return connection
                .preparedQuery(
                        """
                        insert into transfer
                          (id, posting_id, position, debit_account_id, credit_account_id, amount_minor, currency, code,
                           booked_at, debit_balance_minor, debit_version, credit_balance_minor, credit_version)
                        select id, posting_id, position, debit_account_id, credit_account_id, amount_minor, currency, code,
                               booked_at, debit_balance_minor, debit_version, credit_balance_minor, credit_version
                        from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::bigint[], $7::text[],
                                    $8::text[], $9::timestamptz[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[])
                          as booked (id, posting_id, position, debit_account_id, credit_account_id, amount_minor, currency,
                                     code, booked_at, debit_balance_minor, debit_version, credit_balance_minor,
                                     credit_version)
                        """)
                .execute(Tuple.from(List.of(
                        column(lines, line -> line.transfer().id(), UUID[]::new),
                        column(lines, line -> line.posting().id(), UUID[]::new),
                        column(lines, Line::position, Integer[]::new),
                        column(lines, line -> line.transfer().debitAccountId(), UUID[]::new),
                        column(lines, line -> line.transfer().creditAccountId(), UUID[]::new),
                        column(lines, line -> line.transfer().amount().minorUnits(), Long[]::new),
                        column(
                                lines,
                                line -> line.transfer().amount().currency().getCurrencyCode(),
                                String[]::new),
                        column(lines, line -> line.transfer().code(), String[]::new),
                        column(lines, line -> utc(line.posting()), OffsetDateTime[]::new),
                        column(lines, line -> line.booked().debit().balance().minorUnits(), Long[]::new),
                        column(lines, line -> line.booked().debit().version(), Long[]::new),
                        column(lines, line -> line.booked().credit().balance().minorUnits(), Long[]::new),
                        column(lines, line -> line.booked().credit().version(), Long[]::new))));
    }

    /** One row of the transfer table. */
    private record Line(BookedPosting posting, int position, BookedTransfer booked) {
        static Stream<Line> of(BookedPosting posting) {
            var transfers = posting.transfers();
            return IntStream.range(0, transfers.size())
                    .mapToObj(position -> new Line(posting, position, transfers.get(position)));
        }

        Transfer transfer() {
            return booked.transfer();
        }
    }

    private static OffsetDateTime utc(BookedPosting posting) {
        return posting.bookedAt().atOffset(ZoneOffset.UTC);
    }

    private static <R, T> Object column(List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
        return rows.stream().map(value).toArray(array);
    }

    private static Map<UUID, BookedPosting> postings(Iterable<Row> inOrder) {
        var transfers = new LinkedHashMap<UUID, List<BookedTransfer>>();
        var firstRows = new LinkedHashMap<UUID, Row>();
        for (Row row : inOrder) {
            UUID postingId = row.getUUID("posting_id");
            firstRows.putIfAbsent(postingId, row);
            transfers.computeIfAbsent(postingId, id -> new ArrayList<>()).add(transfer(row));
        }
        var postings = new LinkedHashMap<UUID, BookedPosting>();
        firstRows.forEach((id, row) -> postings.put(
                id,
                new BookedPosting(
                        id,
                        row.getString("reference"),
                        row.getOffsetDateTime("booked_at").toInstant(),
                        transfers.get(id))));
        return postings;
    }

    private static BookedTransfer transfer(Row row) {
        var currency = Currency.getInstance(row.getString("currency"));
        UUID debitId = row.getUUID("debit_account_id");
        UUID creditId = row.getUUID("credit_account_id");
        var amount = new Money(row.getLong("amount_minor"), currency);
        var debitBalance = new Money(row.getLong("debit_balance_minor"), currency);
        var creditBalance = new Money(row.getLong("credit_balance_minor"), currency);
        return new BookedTransfer(
                new Transfer(row.getUUID("transfer_id"), debitId, creditId, amount, row.getString("code")),
                new BalanceAfter(debitId, debitBalance, row.getLong("debit_version")),
                new BalanceAfter(creditId, creditBalance, row.getLong("credit_version")));
    }
}
