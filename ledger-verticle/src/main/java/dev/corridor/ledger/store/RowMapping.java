package dev.corridor.ledger.store;

import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.Sha256;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.account.LimitPolicy;
import dev.corridor.ledger.domain.posting.BalanceAfter;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Mapping between rows or columns of the database and the domain. */
public final class RowMapping {
    private RowMapping() {}

    public static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    /**
     * Reads an account by position, since access by name costs a search for every value.
     *
     * @param row begins with id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision,
     *     balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at
     */
    static Account account(Row row) {
        var spec = new AccountSpec(
                row.getString(1),
                // Interned, because many cached accounts share few codes.
                row.getString(2).intern(),
                Currency.of(row.getString(3)),
                AccountKind.valueOf(row.getString(4)),
                Limit.of(LimitPolicy.valueOf(row.getString(5)), row.getLong(6)));
        return new Account(
                row.getUUID(0),
                spec,
                AccountState.valueOf(row.getString(7)),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12),
                row.get(OffsetDateTime.class, 13).toInstant(),
                row.get(OffsetDateTime.class, 14).toInstant());
    }

    /**
     * Reads a transfer by position.
     *
     * @param row begins with transfer_id, type, debit_account_id, credit_account_id, amount_minor, currency, code,
     *     pending_id, reverses_id, expires_at, debit_balance_minor, debit_version, credit_balance_minor, credit_version
     */
    static BookedTransfer transfer(Row row) {
        var currency = Currency.of(row.getString(5));
        var debitId = row.getUUID(2);
        var creditId = row.getUUID(3);
        var pendingId = row.getUUID(7);
        return new BookedTransfer(
                row.getUUID(0),
                TransferType.valueOf(row.getString(1)),
                debitId,
                creditId,
                new Money(row.getLong(4), currency),
                row.getString(6),
                Optional.ofNullable(pendingId != null ? pendingId : row.getUUID(8)),
                Optional.ofNullable(row.get(OffsetDateTime.class, 9)).map(OffsetDateTime::toInstant),
                new BalanceAfter(debitId, new Money(row.getLong(10), currency), row.getLong(11)),
                new BalanceAfter(creditId, new Money(row.getLong(12), currency), row.getLong(13)));
    }

    static Instant instant(Row row, String column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }

    static Optional<Instant> optionalInstant(Row row, String column) {
        return Optional.ofNullable(row.get(OffsetDateTime.class, column)).map(OffsetDateTime::toInstant);
    }

    static Sha256 fingerprint(Row row) {
        return Sha256.of(row.getBuffer("fingerprint").getBytes());
    }

    public static Buffer buffer(Sha256 hash) {
        return Buffer.buffer(hash.bytes());
    }

    /** @return null when there is no time */
    public static OffsetDateTime utcOrNull(Optional<Instant> time) {
        return time.map(SqlTime::utc).orElse(null);
    }

    /**
     * Collects one column of the rows as an array for {@code unnest}.
     *
     * @return null when no row has a value: the other arrays of the same unnest decide how many rows there are
     */
    public static <R, T> T[] column(List<R> rows, IntFunction<T[]> array, Function<R, T> value) {
        T[] column = null;
        for (int i = 0; i < rows.size(); i++) {
            T each = value.apply(rows.get(i));
            if (each != null) {
                column = column == null ? array.apply(rows.size()) : column;
                column[i] = each;
            }
        }
        return column;
    }
}
