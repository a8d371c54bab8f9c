package dev.corridor.ledger.store;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.store.Database;
import dev.corridor.ledger.domain.Account;
import dev.corridor.ledger.domain.AccountKind;
import dev.corridor.ledger.domain.AccountSpec;
import dev.corridor.ledger.domain.Direction;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.LimitPolicy;
import dev.corridor.ledger.domain.TrialBalance;
import dev.corridor.ledger.domain.TrialBalance.CurrencyTotal;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The account table. Balances change only through {@link Journal}. */
public final class Accounts {
    private static final String[] DEBIT_NORMAL_KINDS = Arrays.stream(AccountKind.values())
            .filter(kind -> kind.normalSide() == Direction.DEBIT)
            .map(AccountKind::name)
            .toArray(String[]::new);

    private final Database database;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public Accounts(Database database, Supplier<UUID> ids, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Opens those that do not exist yet, and answers all of them in the order asked.
     *
     * @return fails with account_conflict when one exists with another kind or limit
     */
    public Future<List<Account>> open(List<AccountSpec> specs) {
        return database.transaction(
                connection -> insertMissing(connection, specs).compose(inserted -> named(connection, specs)));
    }

    public Future<Optional<Account>> find(UUID id) {
        return database.pool()
                .preparedQuery(
                        """
                        select id, owner, code, currency, kind, limit_policy, balance_minor, version, opened_at, last_booked_at
                        from account
                        where id = $1
                        """)
                .execute(Tuple.of(id))
                .map(rows -> stream(rows).map(Accounts::account).findFirst());
    }

    /** By code and currency. */
    public Future<List<Account>> ofOwner(String owner) {
        return database.pool()
                .preparedQuery(
                        """
                        select id, owner, code, currency, kind, limit_policy, balance_minor, version, opened_at, last_booked_at
                        from account
                        where owner = $1
                        order by code, currency
                        """)
                .execute(Tuple.of(owner))
                .map(rows -> stream(rows).map(Accounts::account).toList());
    }

    /** Sums of the accounts' balances, as they stand at one moment. Reads every account. */
    public Future<TrialBalance> trialBalance() {
        return database.pool()
                .preparedQuery(
                        """
                        select currency,
                               sum(greatest(debit_minor, 0)) as debits_minor,
                               sum(greatest(-debit_minor, 0)) as credits_minor
                        from (
                          select currency,
                                 balance_minor::numeric * (case when kind = any($1) then 1 else -1 end) as debit_minor
                          from account
                        ) as balance
                        group by currency
                        order by currency
                        """)
                .execute(Tuple.of((Object) DEBIT_NORMAL_KINDS))
                .map(rows -> new TrialBalance(
                        clock.instant(), stream(rows).map(Accounts::total).toList()));
    }

    /** Those that exist, by id, locked until the transaction ends. In id order, so that two batches never deadlock. */
    Future<Map<UUID, Account>> lock(SqlConnection connection, Collection<UUID> accountIds) {
        return connection
                .preparedQuery(
                        """
                        select id, owner, code, currency, kind, limit_policy, balance_minor, version, opened_at, last_booked_at
                        from account
                        where id = any($1)
                        order by id
                        for update
                        """)
                .execute(Tuple.of((Object) accountIds.toArray(UUID[]::new)))
                .map(rows -> stream(rows)
                        .map(Accounts::account)
                        .collect(Collectors.toMap(Account::id, Function.identity())));
    }

    /** Writes balance, version and time of accounts that {@link #lock} has locked. */
    Future<Void> update(SqlConnection connection, Collection<Account> accounts) {
        return connection
                .preparedQuery(
                        """
                        update account
                        set balance_minor = after.balance_minor, version = after.version, last_booked_at = after.last_booked_at
                        from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[])
                          as after (id, balance_minor, version, last_booked_at)
                        where account.id = after.id
                        """)
                .execute(Tuple.of(
                        accounts.stream().map(Account::id).toArray(UUID[]::new),
                        accounts.stream().map(Account::balanceMinor).toArray(Long[]::new),
                        accounts.stream().map(Account::version).toArray(Long[]::new),
                        accounts.stream()
                                .map(account -> utc(account.lastBookedAt()))
                                .toArray(OffsetDateTime[]::new)))
                .mapEmpty();
    }

    private Future<Void> insertMissing(SqlConnection connection, List<AccountSpec> specs) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return connection
                .preparedQuery(
                        """
                        insert into account
                          (id, owner, code, currency, kind, limit_policy, balance_minor, version, opened_at, last_booked_at)
                        select id, owner, code, currency, kind, limit_policy, 0, 0, $7, $7
                        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
                          as asked (id, owner, code, currency, kind, limit_policy)
                        order by owner, code, currency
                        on conflict (owner, code, currency) do nothing
                        """)
                .execute(Tuple.of(
                        specs.stream().map(spec -> ids.get()).toArray(UUID[]::new),
                        specs.stream().map(AccountSpec::owner).toArray(String[]::new),
                        specs.stream().map(AccountSpec::code).toArray(String[]::new),
                        specs.stream()
                                .map(spec -> spec.currency().getCurrencyCode())
                                .toArray(String[]::new),
                        specs.stream().map(spec -> spec.kind().name()).toArray(String[]::new),
                        specs.stream().map(spec -> spec.limit().name()).toArray(String[]::new),
                        utc(now)))
                .mapEmpty();
    }

    private Future<List<Account>> named(SqlConnection connection, List<AccountSpec> specs) {
        return connection
                .preparedQuery(
                        """
                        select id, account.owner, account.code, account.currency, kind, limit_policy, balance_minor, version,
                               opened_at, last_booked_at
                        from unnest($1::text[], $2::text[], $3::text[])
                          with ordinality as asked (owner, code, currency, position)
                        join account
                          on account.owner = asked.owner and account.code = asked.code and account.currency = asked.currency
                        order by position
                        """)
                .execute(Tuple.of(
                        specs.stream().map(AccountSpec::owner).toArray(String[]::new),
                        specs.stream().map(AccountSpec::code).toArray(String[]::new),
                        specs.stream()
                                .map(spec -> spec.currency().getCurrencyCode())
                                .toArray(String[]::new)))
                .map(rows -> {
                    var accounts = stream(rows).map(Accounts::account).toList();
                    for (int i = 0; i < specs.size(); i++) {
                        requireAsAsked(accounts.get(i), specs.get(i));
                    }
                    return accounts;
                });
    }

    private static void requireAsAsked(Account account, AccountSpec asked) {
        var spec = account.spec();
        if (!spec.equals(asked)) {
            throw Problem.of(
                    LedgerError.ACCOUNT_CONFLICT,
                    "The account %s of %s in %s exists as %s with limit %s."
                            .formatted(spec.code(), spec.owner(), spec.currency(), spec.kind(), spec.limit()));
        }
    }

    private static Account account(Row row) {
        var spec = new AccountSpec(
                row.getString("owner"),
                row.getString("code"),
                Currency.getInstance(row.getString("currency")),
                AccountKind.valueOf(row.getString("kind")),
                LimitPolicy.valueOf(row.getString("limit_policy")));
        return new Account(
                row.getUUID("id"),
                spec,
                row.getLong("balance_minor"),
                row.getLong("version"),
                row.getOffsetDateTime("opened_at").toInstant(),
                row.getOffsetDateTime("last_booked_at").toInstant());
    }

    private static CurrencyTotal total(Row row) {
        var currency = Currency.getInstance(row.getString("currency"));
        return new CurrencyTotal(
                currency,
                units(row.getBigDecimal("debits_minor"), currency),
                units(row.getBigDecimal("credits_minor"), currency));
    }

    private static BigDecimal units(BigDecimal minor, Currency currency) {
        int digits = currency.getDefaultFractionDigits();
        return minor.movePointLeft(digits).setScale(digits);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
