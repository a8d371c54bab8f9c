package dev.corridor.ledger.store;

import static dev.corridor.ledger.store.RowMapping.column;
import static dev.corridor.ledger.store.RowMapping.stream;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.sql.Columns;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.RowsWrite;
import dev.corridor.kit.sql.Write;
import dev.corridor.kit.value.MetadataJson;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountChange;
import dev.corridor.ledger.domain.account.AccountFilter;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.NewAccount;
import dev.corridor.ledger.journal.Journal;
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
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The account table. Balances change only through {@link Journal}. */
public final class Accounts {
    private static final int ACCOUNTS_OF_A_TRANSFER = 2;

    private static final Columns<Moved> FIGURES = new Columns<Moved>()
            .number("balance_minor", moved -> moved.after().balanceMinor())
            .number("pending_debit_minor", moved -> moved.after().pendingDebitMinor())
            .number("pending_credit_minor", moved -> moved.after().pendingCreditMinor())
            .number("version", moved -> moved.after().version())
            .time("last_booked_at", moved -> moved.after().lastBookedAt());

    private static final Columns<Moved> AS_KNOWN = new Columns<Moved>()
            .uuid("id", moved -> moved.after().id())
            .number("revision", moved -> moved.after().revision())
            .number("version_before", moved -> moved.before().version());

    private static final RowsWrite<Moved> UPDATE = new RowsWrite<>(
            AS_KNOWN.and(FIGURES),
            "moved",
            ACCOUNTS_OF_A_TRANSFER,
            moved ->
                    """
                    update account
                    set %s
                    from %s
                    where account.id = moved.id
                      and account.version = moved.version_before
                      and account.revision = moved.revision
                    """
                            .formatted(FIGURES.assignments("moved"), moved));

    private static final Columns<Opened> OPENED = new Columns<Opened>()
            .uuid("id", Opened::id)
            .text("owner", opened -> opened.spec().owner())
            .text("code", opened -> opened.spec().code())
            .text("currency", opened -> opened.spec().currency().getCurrencyCode())
            .as("account_kind", "kind", opened -> opened.spec().kind().name())
            .as(
                    "limit_policy",
                    "limit_policy",
                    opened -> opened.spec().limit().policy().name())
            .number("overdraft_minor", opened -> opened.spec().limit().overdraftMinor())
            .as("jsonb", "metadata", opened -> MetadataJson.of(opened.asked().metadata())
                    .encode())
            .time("opened_at", Opened::at)
            .time("last_booked_at", Opened::at);

    private static final RowsWrite<Opened> INSERT_MISSING = new RowsWrite<>(
            OPENED,
            "opened",
            1,
            opened ->
                    """
                    insert into account
                      (%s, state, revision, balance_minor, pending_debit_minor, pending_credit_minor, version)
                    select %s, 'OPEN', 0, 0, 0, 0, 0
                    from %s
                    order by owner, code, currency
                    on conflict (owner, code, currency) do nothing
                    """
                            .formatted(OPENED.names(), OPENED.selection("opened"), opened));

    /** What {@link #profile} reads. */
    static final String PROFILE_COLUMNS = RowMapping.ACCOUNT_COLUMNS + ", account.metadata\n";

    private static final String LOCK = "select " + RowMapping.ACCOUNT_COLUMNS
            + """
            from account
            where id = any($1)
            order by id
            for update
            """;

    /** Also the accounts of the transfers in $2: transfers never change, so they may be read before the lock. */
    private static final String LOCK_WITH_THOSE_OF_TRANSFERS = "select " + RowMapping.ACCOUNT_COLUMNS
            + """
            from account
            where id = any($1::uuid[]
                           || array(select debit_account_id from transfer where id = any($2::uuid[]))
                           || array(select credit_account_id from transfer where id = any($2::uuid[])))
            order by id
            for update
            """;

    private record Moved(Account before, Account after) {}

    private record Opened(UUID id, NewAccount asked, Instant at) {
        AccountSpec spec() {
            return asked.spec();
        }
    }

    private final Database database;
    private final Supplier<UUID> ids;
    private final Clock clock;

    public Accounts(Database database, Supplier<UUID> ids, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Opens those that do not exist yet, and answers all of them in the order asked. The metadata of those that exist stays.
     *
     * @return fails with account_conflict when one exists with another kind or limit
     */
    public Future<List<AccountProfile>> open(List<NewAccount> asked) {
        return database.transaction(
                connection -> insertMissing(connection, asked).compose(inserted -> named(connection, asked)));
    }

    public Future<Optional<AccountProfile>> find(UUID id) {
        return database.pool()
                .preparedQuery("select " + PROFILE_COLUMNS + "from account where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> stream(rows).map(Accounts::profile).findFirst());
    }

    /** By id, which is by the time they were opened. */
    public Future<List<AccountProfile>> list(AccountFilter filter, UUID after, int limit) {
        return database.pool()
                .preparedQuery(
                        "select " + PROFILE_COLUMNS
                                + """
                        from account
                        where ($1::text is null or owner = $1)
                          and metadata @> $2::jsonb
                          and id > $3
                        order by id
                        limit $4
                        """)
                .execute(Tuple.of(filter.owner().orElse(null), MetadataJson.of(filter.metadata()), after, limit))
                .map(rows -> stream(rows).map(Accounts::profile).toList());
    }

    /** Those that exist, by id. */
    public Future<Map<UUID, Account>> byId(Collection<UUID> ids) {
        return database.pool()
                .preparedQuery("select " + RowMapping.ACCOUNT_COLUMNS + "from account where id = any($1)")
                .execute(Tuple.of((Object) ids.toArray(UUID[]::new)))
                .map(Accounts::byId);
    }

    /** By code and currency. */
    public Future<List<AccountProfile>> ofOwner(String owner) {
        return database.pool()
                .preparedQuery(
                        "select " + PROFILE_COLUMNS + "from account where owner = $1 order by code, account.currency")
                .execute(Tuple.of(owner))
                .map(rows -> stream(rows).map(Accounts::profile).toList());
    }

    /**
     * Sets state, limit or metadata.
     *
     * @param change to what, given the account's currency
     * @return fails with account_not_found, account_not_empty, account_closed, insufficient_funds, or stale_version when it is no
     *     longer at the revision that was asked for
     */
    public Future<AccountProfile> change(UUID id, Function<Currency, AccountChange> change) {
        return database.transaction(connection -> locked(connection, id)
                .map(profile -> change.apply(profile.account().currency()).applyTo(profile))
                .compose(changed -> writeAttributes(connection, changed).map(changed)));
    }

    private Future<AccountProfile> locked(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("select " + PROFILE_COLUMNS + "from account where id = $1 for update")
                .execute(Tuple.of(id))
                .map(rows -> stream(rows)
                        .map(Accounts::profile)
                        .findFirst()
                        .orElseThrow(
                                () -> Problem.of(LedgerError.ACCOUNT_NOT_FOUND, "Account " + id + " does not exist.")));
    }

    private static Future<?> writeAttributes(SqlConnection connection, AccountProfile changed) {
        var account = changed.account();
        var limit = account.spec().limit();
        return connection
                .preparedQuery(
                        """
                        update account
                        set state = $2::text::account_state, limit_policy = $3::text::limit_policy, overdraft_minor = $4,
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

    /** Those that exist, by id, locked until the transaction ends. In id order, so that two batches never deadlock. */
    public Future<Map<UUID, Account>> lock(
            SqlConnection connection, Collection<UUID> accountIds, Collection<UUID> ofTransferIds) {
        var byId = accountIds.toArray(UUID[]::new);
        var locked = ofTransferIds.isEmpty()
                ? connection.preparedQuery(LOCK).execute(Tuple.of((Object) byId))
                : connection.preparedQuery(LOCK_WITH_THOSE_OF_TRANSFERS).execute(Tuple.of(byId, (Object)
                        ofTransferIds.toArray(UUID[]::new)));
        return locked.map(Accounts::byId);
    }

    private static Map<UUID, Account> byId(RowSet<Row> rows) {
        Map<UUID, Account> accounts = new HashMap<>(rows.size() * 2);
        rows.forEach(row -> {
            var account = RowMapping.account(row);
            accounts.put(account.id(), account);
        });
        return accounts;
    }

    /**
     * The figures of accounts, for those that are as {@code before} says: if not all are, the transaction must not be committed.
     * Locks them in id order, as {@link #lock} does.
     */
    public static Write update(Map<UUID, Account> before, Collection<Account> changed) {
        return UPDATE.of(changed.stream()
                .sorted(Accounts::compareIds)
                .map(account -> new Moved(before.get(account.id()), account))
                .toList());
    }

    /** As the database orders them, which is not as Java does. */
    private static int compareIds(Account one, Account other) {
        int high = Long.compareUnsigned(
                one.id().getMostSignificantBits(), other.id().getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        one.id().getLeastSignificantBits(), other.id().getLeastSignificantBits());
    }

    private Future<?> insertMissing(SqlConnection connection, List<NewAccount> asked) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return INSERT_MISSING
                .of(asked.stream().map(each -> new Opened(ids.get(), each, now)).toList())
                .by(connection);
    }

    private Future<List<AccountProfile>> named(SqlConnection connection, List<NewAccount> asked) {
        return connection
                .preparedQuery(
                        "select " + PROFILE_COLUMNS
                                + """
                        from unnest($1::text[], $2::text[], $3::text[])
                          with ordinality as asked (owner, code, currency, position)
                        join account
                          on account.owner = asked.owner and account.code = asked.code and account.currency = asked.currency
                        order by position
                        """)
                .execute(Tuple.of(
                        column(asked, each -> each.spec().owner(), String[]::new),
                        column(asked, each -> each.spec().code(), String[]::new),
                        column(asked, each -> each.spec().currency().getCurrencyCode(), String[]::new)))
                .map(rows -> {
                    var accounts = stream(rows).map(Accounts::profile).toList();
                    for (int i = 0; i < asked.size(); i++) {
                        requireAsAsked(accounts.get(i).account(), asked.get(i).spec());
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
                            .formatted(
                                    spec.code(),
                                    spec.owner(),
                                    spec.currency(),
                                    spec.kind(),
                                    spec.limit().policy()));
        }
    }

    static AccountProfile profile(Row row) {
        return new AccountProfile(RowMapping.account(row), MetadataJson.read((JsonObject) row.getJson("metadata")));
    }
}
