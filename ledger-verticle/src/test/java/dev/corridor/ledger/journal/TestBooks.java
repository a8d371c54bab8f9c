package dev.corridor.ledger.journal;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Ids;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.DatabaseOwner;
import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.Limit;
import dev.corridor.ledger.domain.account.NewAccount;
import dev.corridor.ledger.domain.journal.FeedCursor;
import dev.corridor.ledger.domain.journal.JournalBatch;
import dev.corridor.ledger.domain.posting.Outcome;
import dev.corridor.ledger.domain.posting.Outcome.Posted;
import dev.corridor.ledger.domain.posting.Posting;
import dev.corridor.ledger.domain.posting.PostingRequest;
import dev.corridor.ledger.domain.posting.Transfer;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Entries;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.store.Postings;
import dev.corridor.ledger.store.Refusals;
import dev.corridor.ledger.store.TrialBalances;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Journal and stores of a ledger on an own event loop, without transports. Several may share a database, as processes
 * do.
 */
final class TestBooks implements AutoCloseable {
    static final Currency USD = Currency.of("USD");
    static final Currency EUR = Currency.of("EUR");
    private static final JournalLimits LIMITS = new JournalLimits(1_000, 2, 10_000, 1_000, Duration.ofSeconds(5));

    private final Settings environment;
    private final DatabaseSettings settings;
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = newEventLoop();
    private final Context engineLoop = newEventLoop();
    final Database database;
    final Accounts accounts;
    final Postings postings;
    final Entries entries;
    final Holds holds;
    final Refusals refusals;
    final TrialBalances trialBalances;
    final RecentBatches recent = new RecentBatches();
    private final BatchingEngine engine;
    final Journal journal;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    private TestBooks(Settings environment, JournalLimits limits) {
        this.environment = environment;
        this.settings = DatabaseSettings.from(environment);
        var clock = Clock.systemUTC();
        this.database = Database.connect(vertx, settings);
        var ids = Ids.timeOrdered(clock, new Random());
        this.accounts = new Accounts(database, ids, clock);
        this.postings = new Postings(database);
        this.holds = new Holds(database);
        this.refusals = new Refusals(database, ids);
        this.trialBalances = new TrialBalances(database, clock);
        this.entries = new Entries(database);
        var writer = new BatchWriter(database, accounts, postings, refusals, limits.cachedAccounts(), clock, metrics);
        this.engine = on(engineLoop, () -> new BatchingEngine(vertx, writer, recent, limits, metrics));
        this.journal = on(loop, () -> engine.openJournal(vertx));
    }

    private Context newEventLoop() {
        Promise<Context> loop = Promise.promise();
        vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                loop.complete(context);
                return loop.future();
            }
        });
        return loop.future().await();
    }

    private static <T> T on(Context loop, Supplier<T> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(turn -> done.complete(work.get()));
        return done.future().await();
    }

    /** Opens a journal on another event loop of this process. */
    Journal journalOfOtherEventLoop() {
        return on(newEventLoop(), () -> engine.openJournal(vertx));
    }

    /** @param isolation default isolation of the new database's transactions */
    static TestBooks create(String isolation) {
        var environment = Settings.of(TestServers.shared().freshDatabase("ledger"));
        var owner = Schema.Owner.from(environment);
        new DatabaseOwner(owner)
                .execute("alter database " + owner.database() + " set default_transaction_isolation = '" + isolation
                        + "'");
        Schema.migrate(owner, "ledger");
        return new TestBooks(environment, LIMITS);
    }

    /** Opens the same database as another process would. */
    TestBooks otherProcess() {
        return otherProcess(LIMITS);
    }

    TestBooks otherProcess(JournalLimits limits) {
        return new TestBooks(environment, limits);
    }

    /** Runs {@code work} on the event loop, as a transport does, and waits for its result. */
    <T> T run(Supplier<Future<T>> work) {
        return start(work).await();
    }

    <T> Future<T> start(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(turn -> work.get().onComplete(done));
        return done.future();
    }

    /** Returns the number of conflicts of this process. */
    double conflicts() {
        return metrics.counter("corridor.ledger.conflicts").count();
    }

    Outcome post(Posting posting) {
        return run(() -> journal.post(request(posting)));
    }

    /** Posts all of them in one turn of the event loop, so that they wait together. */
    Future<List<Outcome>> startAll(List<Posting> all) {
        return start(() -> Future.all(all.stream()
                        .map(posting -> journal.post(request(posting)))
                        .toList())
                .map(posted -> posted.<Outcome>list()));
    }

    List<Outcome> postAll(List<Posting> all) {
        return startAll(all).await();
    }

    Account open(String owner, String code, Currency currency, AccountKind kind, Limit limit) {
        var spec = AccountSpec.requested(owner, code, currency, kind, limit);
        return open(new NewAccount(spec, Metadata.NONE)).account();
    }

    AccountProfile open(NewAccount account) {
        return run(() -> accounts.open(List.of(account))).get(0);
    }

    Account bank(Currency currency) {
        return open("house", "bank_clearing", currency, AccountKind.ASSET, Limit.NONE);
    }

    /** Opens the wallet of a new user, filled from the bank. */
    Account wallet(Currency currency, long balanceMinor) {
        var wallet = open(UUID.randomUUID().toString(), "wallet", currency, AccountKind.LIABILITY, Limit.NO_OVERDRAFT);
        if (balanceMinor > 0) {
            post(posting(transfer(bank(currency), wallet, balanceMinor)));
        }
        return wallet;
    }

    Account find(Account account) {
        return run(() -> accounts.find(account.id())).orElseThrow().account();
    }

    long balanceMinor(Account account) {
        return find(account).balanceMinor();
    }

    static Transfer transfer(Account debit, Account credit, long amountMinor) {
        return Transfer.direct(
                UUID.randomUUID(), debit.id(), credit.id(), new Money(amountMinor, debit.currency()), "payment");
    }

    static Posting posting(Transfer... transfers) {
        return Posting.of(UUID.randomUUID(), "test", List.of(transfers));
    }

    /** Reads the whole journal through the feed. */
    List<JournalBatch> journalBatches() {
        var all = new ArrayList<JournalBatch>();
        var cursor = FeedCursor.start(JournalFeed.CHAINS);
        while (true) {
            var from = cursor;
            var batches = run(() -> new JournalFeed(database, new RecentBatches()).after(from, 3));
            if (batches.isEmpty()) {
                return all;
            }
            all.addAll(batches);
            cursor = cursor.after(batches);
        }
    }

    static PostingRequest request(Posting posting) {
        return PostingRequest.of(posting, "journal-test", false);
    }

    static List<Posting> payments(int count, Account debit, Account credit, long amountMinor) {
        return Stream.generate(() -> posting(transfer(debit, credit, amountMinor)))
                .limit(count)
                .toList();
    }

    static long countPosted(List<Outcome> outcomes) {
        return outcomes.stream().filter(Posted.class::isInstance).count();
    }

    @Override
    public void close() {
        database.close().await();
        vertx.close().await();
    }

    /** Runs SQL as the owner of the tables, who may change everything. */
    void asOwner(String sql) {
        new DatabaseOwner(Schema.Owner.from(environment)).execute(sql);
    }

    /** Connects as the role that the service runs as. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(
                url(settings), settings.user(), settings.password().value());
    }

    private static String url(DatabaseSettings settings) {
        return "jdbc:postgresql://" + settings.address() + "/" + settings.name();
    }
}
