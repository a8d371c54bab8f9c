package dev.corridor.ledger.store;

import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import dev.corridor.kit.value.Currency;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.statement.TrialBalance;
import dev.corridor.ledger.domain.statement.TrialBalance.CurrencyTotal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/** Sums over all accounts. Each call reads every account. */
public final class TrialBalances {
    private static final String[] DEBIT_NORMAL_KINDS = Arrays.stream(AccountKind.values())
            .filter(kind -> kind.normalSide() == Direction.DEBIT)
            .map(AccountKind::name)
            .toArray(String[]::new);

    private final Database database;
    private final Clock clock;

    public TrialBalances(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Returns the sums of the accounts' current balances. */
    public Future<TrialBalance> now() {
        return database.execute(
                        """
                        select currency,
                               sum(greatest(debit_minor, 0)) as debits_minor,
                               sum(greatest(-debit_minor, 0)) as credits_minor
                        from (
                          select currency,
                                 balance_minor::numeric
                                 * (case when kind = any($1::text[]) then 1 else -1 end) as debit_minor
                          from account
                        ) as balance
                        group by currency
                        order by currency
                        """,
                        Tuple.of((Object) DEBIT_NORMAL_KINDS))
                .map(rows -> balance(clock.instant().truncatedTo(ChronoUnit.MICROS), rows));
    }

    /** Returns the sums of the balances after all that was booked until {@code instant}. Two index reads an account. */
    public Future<TrialBalance> asOf(Instant instant) {
        return database.execute(
                        """
                        select currency,
                               sum(greatest(debit_minor, 0)) as debits_minor,
                               sum(greatest(-debit_minor, 0)) as credits_minor
                        from (
                          select account.currency,
                                 coalesce(last.balance_minor, 0)::numeric
                                 * (case when account.kind = any($1::text[]) then 1 else -1 end)
                                   as debit_minor
                          from account
                          left join lateral (
                            select balance_minor
                            from entry
                            where entry.account_id = account.id and entry.booked_at <= $2
                            order by booked_at desc, version desc
                            limit 1
                          ) as last on true
                          where account.opened_at <= $2
                        ) as balance
                        group by currency
                        order by currency
                        """,
                        Tuple.of(DEBIT_NORMAL_KINDS, SqlTime.utc(instant)))
                .map(rows -> balance(instant, rows));
    }

    private static TrialBalance balance(Instant asOf, RowSet<Row> rows) {
        return new TrialBalance(
                asOf, RowMapping.stream(rows).map(TrialBalances::total).toList());
    }

    private static CurrencyTotal total(Row row) {
        var currency = Currency.of(row.getString("currency"));
        return new CurrencyTotal(
                currency,
                units(row.getBigDecimal("debits_minor"), currency),
                units(row.getBigDecimal("credits_minor"), currency));
    }

    private static BigDecimal units(BigDecimal minor, Currency currency) {
        int digits = currency.digits();
        return minor.movePointLeft(digits).setScale(digits);
    }
}
