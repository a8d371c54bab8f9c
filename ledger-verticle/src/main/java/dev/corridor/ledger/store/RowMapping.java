package dev.corridor.ledger.store;

import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.account.LimitPolicy;
import dev.corridor.ledger.domain.posting.BalanceAfter;
import dev.corridor.ledger.domain.posting.BookedTransfer;
import dev.corridor.ledger.domain.posting.TransferType;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rows and columns to and from the domain. */
public final class RowMapping {
    /** What {@link #account} reads. */
    static final String ACCOUNT_COLUMNS =
            """
            account.id, account.owner, account.code, account.currency, account.kind, limit_policy, overdraft_minor, state,
            account.revision, balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at
            """;
    /** What {@link #transfer} reads. */
    public static final String TRANSFER_COLUMNS =
            """
            transfer.id as transfer_id, transfer.type, transfer.debit_account_id, transfer.credit_account_id,
            transfer.amount_minor, transfer.currency, transfer.code, transfer.pending_id, transfer.reverses_id,
            transfer.expires_at, transfer.debit_balance_minor, transfer.debit_version, transfer.credit_balance_minor,
            transfer.credit_version
            """;

    private RowMapping() {}

    public static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    /** @param row which begins with {@link #ACCOUNT_COLUMNS}: read by position, since a name is looked up for every value */
    static Account account(Row row) {
        var spec = new AccountSpec(
                row.getString(1),
                // There are few codes, and many accounts are kept.
                row.getString(2).intern(),
                Currency.getInstance(row.getString(3)),
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

    /** @param row which begins with {@link #TRANSFER_COLUMNS} */
    static BookedTransfer transfer(Row row) {
        var currency = Currency.getInstance(row.getString(5));
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

    /** One column of an unnest. */
    static <R, T> T[] column(List<R> rows, Function<R, T> value, IntFunction<T[]> array) {
        T[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }
}
