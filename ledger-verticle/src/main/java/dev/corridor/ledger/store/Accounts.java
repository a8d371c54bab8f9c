package dev.corridor.ledger.store;

import static dev.corridor.kit.sql.SqlTime.utc;
import static dev.corridor.ledger.store.RowMapping.column;
import static dev.corridor.ledger.store.RowMapping.stream;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountChange;
import dev.corridor.ledger.domain.account.AccountFilter;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.NewAccount;
import dev.corridor.ledger.domain.statement.Page;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Table account. Balances change only through the journal. */
public final class Accounts {
    private final Database database;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public Accounts(Database database, Supplier<UUID> ids, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Opens the accounts that do not exist yet and returns all of them in the order of the request. Metadata of
     * existing accounts does not change.
     *
     * @return fails with account_conflict when one exists with another kind or limit, unknown_currency when one does not
     *     exist and its currency has ended
     */
    public Future<List<AccountProfile>> open(List<NewAccount> accounts) {
        var now = clock.instant();
        var openable = accounts.stream()
                .filter(account -> account.spec().canBeOpenedAt(now))
                .toList();
        return database.transaction(connection -> insertMissing(connection, openable)
                .compose(inserted -> findByName(connection, accounts))
                .map(found -> requireAll(found, accounts, now)));
    }

    public Future<Optional<AccountProfile>> find(UUID id) {
        return database.execute(
                        """
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                               pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at, metadata
                        from account
                        where id = $1
                        """,
                        Tuple.of(id))
                .map(rows -> stream(rows).map(Accounts::profile).findFirst());
    }

    /** Lists accounts by id, and so by the time they were opened. */
    public Future<Page<AccountProfile>> page(AccountFilter filter, UUID after, int limit) {
        return database.execute(
                        """
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                               pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at, metadata
                        from account
                        where ($1::text is null or owner = $1)
                          and metadata @> $2::jsonb
                          and id > $3
                        order by id
                        limit $4
                        """,
                        Tuple.of(filter.owner().orElse(null), MetadataJson.of(filter.metadata()), after, limit + 1))
                .map(rows -> Page.ofAccounts(stream(rows).map(Accounts::profile).toList(), limit));
    }

    /** Returns the accounts that exist among {@code ids}, by id. */
    public Future<Map<UUID, Account>> byId(Collection<UUID> ids) {
        return database.execute(
                        """
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                               pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at
                        from account
                        where id = any($1)
                        """,
                        Tuple.of((Object) ids.toArray(UUID[]::new)))
                .map(Accounts::byId);
    }

    /** Lists the accounts of one owner by code and currency. */
    public Future<List<AccountProfile>> ofOwner(String owner) {
        return database.execute(
                        """
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                               pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at, metadata
                        from account
                        where owner = $1
                        order by code, currency
                        """,
                        Tuple.of(owner))
                .map(rows -> stream(rows).map(Accounts::profile).toList());
    }

    /**
     * Sets state, limit or metadata.
     *
     * @param change makes the change, given the account's currency
     * @return fails with account_not_found, account_not_empty, account_closed, insufficient_funds, or stale_version
     *     when the account is not at the requested revision
     */
    public Future<AccountProfile> change(UUID id, Function<Currency, AccountChange> change) {
        return database.transaction(connection -> lock(connection, id)
                .map(profile -> change.apply(profile.account().currency()).applyTo(profile))
                .compose(changed -> updateAttributes(connection, changed).map(changed)));
    }

    private static Future<AccountProfile> lock(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery(
                        """
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                               pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at, metadata
                        from account
                        where id = $1
                        for update
                        """)
                .execute(Tuple.of(id))
                .map(rows -> stream(rows)
                        .map(Accounts::profile)
                        .findFirst()
                        .orElseThrow(
                                () -> Problem.of(LedgerError.ACCOUNT_NOT_FOUND, "Account " + id + " does not exist.")));
    }

    private static Future<?> updateAttributes(SqlConnection connection, AccountProfile changed) {
        var account = changed.account();
        var limit = account.spec().limit();
        return connection
                .preparedQuery(
                        """
                        update account
                        set state = $2::text, limit_policy = $3::text, overdraft_minor = $4,
                            metadata = $5, revision = $6
                        where id = $1
                        """)
                .execute(Tuple.of(
                        account.id(),
                        account.state().name(),
                        limit.policy().name(),
                        limit.overdraftMinor(),
                        MetadataJson.of(changed.metadata()),
                        account.revision()));
    }

    /**
     * Returns the accounts that exist among {@code ids}, by id, locked until the transaction ends. Locks in id order,
     * so that two batches never deadlock.
     */
    public Future<Map<UUID, Account>> lock(SqlConnection connection, Collection<UUID> ids) {
        return connection
                .preparedQuery(
                        """
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                               pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at
                        from account
                        where id = any($1)
                        order by id
                        for update
                        """)
                .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
                .map(Accounts::byId);
    }

    /**
     * Does as {@link #lock(SqlConnection, Collection)}, for the accounts of existing transfers as well. Transfers never
     * change, so they may be read before the lock is taken.
     */
    public Future<Map<UUID, Account>> lockWithTransfers(
            SqlConnection connection, Collection<UUID> ids, Collection<UUID> transferIds) {
        return connection
                .preparedQuery(
                        """
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor, state, revision, balance_minor,
                               pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at
                        from account
                        where id = any($1::uuid[]
                                       || array(select debit_account_id from transfer where id = any($2::uuid[]))
                                       || array(select credit_account_id from transfer where id = any($2::uuid[])))
                        order by id
                        for update
                        """)
                .execute(Tuple.of(ids.toArray(UUID[]::new), (Object) transferIds.toArray(UUID[]::new)))
                .map(Accounts::byId);
    }

    private static Map<UUID, Account> byId(RowSet<Row> rows) {
        Map<UUID, Account> accounts = new HashMap<>(rows.size() * 2);
        rows.forEach(row -> {
            var account = RowMapping.account(row);
            accounts.put(account.id(), account);
        });
        return accounts;
    }

    private Future<?> insertMissing(SqlConnection connection, List<NewAccount> accounts) {
        if (accounts.isEmpty()) {
            return Future.succeededFuture();
        }
        var now = utc(clock.instant().truncatedTo(ChronoUnit.MICROS));
        return connection
                .preparedQuery(
                        """
                        insert into account
                          (id, owner, code, currency, kind, limit_policy, overdraft_minor, state, metadata, revision,
                           balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at)
                        select id, owner, code, currency, kind, limit_policy, overdraft_minor,
                               'OPEN', metadata::jsonb, 0, 0, 0, 0, 0, $9::timestamptz, $9::timestamptz
                        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
                                    $8::text[])
                          as opened (id, owner, code, currency, kind, limit_policy, overdraft_minor, metadata)
                        order by owner, code, currency
                        on conflict (owner, code, currency) do nothing
                        """)
                .execute(Tuple.from(List.of(
                        column(accounts, UUID[]::new, each -> ids.get()),
                        column(accounts, String[]::new, each -> each.spec().owner()),
                        column(accounts, String[]::new, each -> each.spec().code()),
                        column(accounts, String[]::new, each -> each.spec()
                                .currency()
                                .code()),
                        column(accounts, String[]::new, each -> each.spec()
                                .kind()
                                .name()),
                        column(
                                accounts,
                                String[]::new,
                                each -> each.spec().limit().policy().name()),
                        column(accounts, Long[]::new, each -> each.spec()
                                .limit()
                                .overdraftMinor()),
                        column(accounts, String[]::new, each -> MetadataJson.of(each.metadata())
                                .encode()),
                        now)));
    }

    private static Future<List<AccountProfile>> findByName(SqlConnection connection, List<NewAccount> accounts) {
        return connection
                .preparedQuery(
                        """
                        select account.id, account.owner, account.code, account.currency, kind, limit_policy, overdraft_minor,
                               state, revision, balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at,
                               last_booked_at, metadata
                        from unnest($1::text[], $2::text[], $3::text[])
                          with ordinality as named (owner, code, currency, position)
                        join account
                          on account.owner = named.owner and account.code = named.code and account.currency = named.currency
                        order by position
                        """)
                .execute(Tuple.of(
                        column(accounts, String[]::new, each -> each.spec().owner()),
                        column(accounts, String[]::new, each -> each.spec().code()),
                        column(accounts, String[]::new, each -> each.spec()
                                .currency()
                                .code())))
                .map(rows -> stream(rows).map(Accounts::profile).toList());
    }

    /** The accounts that were not found are those that could not be opened. */
    private static List<AccountProfile> requireAll(List<AccountProfile> found, List<NewAccount> accounts, Instant now) {
        int at = 0;
        for (var account : accounts) {
            if (at == found.size() || !found.get(at).account().spec().isNamedAs(account.spec())) {
                account.spec().currency().requireAt(now);
            }
            requireSameSpec(found.get(at++).account(), account.spec());
        }
        return found;
    }

    private static void requireSameSpec(Account account, AccountSpec requested) {
        var spec = account.spec();
        if (!spec.equals(requested)) {
            throw Problem.of(
                    LedgerError.ACCOUNT_CONFLICT,
                    "The account %s of %s in %s exists as %s with limit %s."
                            .formatted(
                                    spec.code(),
                                    spec.owner(),
                                    spec.currency(),
                                    spec.kind(),
                                    spec.limit().policy()));
        }
    }

    /** @param row as for {@link RowMapping#account}, with a column metadata */
    static AccountProfile profile(Row row) {
        return new AccountProfile(RowMapping.account(row), MetadataJson.read((JsonObject) row.getJson("metadata")));
    }
}
