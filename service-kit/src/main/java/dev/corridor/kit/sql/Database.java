package dev.corridor.kit.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Connection pool of one verticle to its service's database, with transactions that are retried. */
public final class Database {
    /** Serialization failure and deadlock: the same transaction may succeed when it is run again. */
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");

    /** Shut down, crashed, starting, and no connection left. */
    private static final Set<String> NOT_SERVING = Set.of("57P01", "57P02", "57P03", "53300");

    private static final int MAX_ATTEMPTS = 8;
    private static final long FIRST_BACKOFF_MS = 2;
    private static final int WAIT_FOR_CONNECTION_S = 10;
    private static final int MAX_WAITING = 2_000;
    /**
     * Longest statement that is prepared once for each connection. Vert.x's default is 2,048 characters, too few for 40
     * columns.
     */
    private static final int PREPARED_CHARACTERS_MAX = 10_000;

    /**
     * Settings that make PostgreSQL plan a statement once for each connection. By default it plans statements with arrays
     * again for every batch, which took a third of a small batch's time. The plan is made while tables are small and must
     * also be right when they are large: it must use indexes, and no nested loop over materialized lists.
     */
    private static final Map<String, String> PLANNING = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off",
            "enable_material", "off",
            "jit", "off");

    private final Vertx vertx;
    private final Pool pool;

    private Database(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    public static Database connect(Vertx vertx, DatabaseSettings settings) {
        return connect(vertx, settings, connectOptions(settings));
    }

    /** Connects with asynchronous commit: a crash of the database may lose the last transactions. */
    public static Database connectWithAsynchronousCommit(Vertx vertx, DatabaseSettings settings) {
        return connect(vertx, settings, connectOptions(settings).addProperty("synchronous_commit", "off"));
    }

    private static Database connect(Vertx vertx, DatabaseSettings settings, PgConnectOptions options) {
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions()
                        .setName(settings.name())
                        .setMaxSize(settings.poolSize())
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout(WAIT_FOR_CONNECTION_S)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .connectingTo(options)
                .using(vertx)
                .build();
        return new Database(vertx, pool);
    }

    public static PgConnectOptions connectOptions(DatabaseSettings settings) {
        return new PgConnectOptions()
                .setHost(settings.address().host())
                .setPort(settings.address().port())
                .setDatabase(settings.name())
                .setUser(settings.user())
                .setPassword(settings.password().value())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheSqlLimit(PREPARED_CHARACTERS_MAX)
                .setProperties(properties(settings));
    }

    private static Map<String, String> properties(DatabaseSettings settings) {
        var properties = new HashMap<>(PLANNING);
        properties.put("application_name", settings.name());
        properties.put("search_path", "public");
        return properties;
    }

    public Pool pool() {
        return pool;
    }

    public Future<Void> ping() {
        return pool.query("select 1").execute().mapEmpty();
    }

    /**
     * Runs {@code work} in a transaction at the database's default isolation, and again after a pause if it could not be
     * serialized.
     */
    public <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return attempt(() -> pool.getConnection().compose(connection -> within(connection, work)), 1);
    }

    /** Sends the first statements of {@code work} together with BEGIN, without waiting for its response. */
    private static <T> Future<T> within(SqlConnection connection, Function<SqlConnection, Future<T>> work) {
        var begun = connection.begin();
        return Future.succeededFuture(connection)
                .compose(work)
                .compose(done -> begun.compose(Transaction::commit).map(done), failure -> begun.compose(
                                Transaction::rollback)
                        .transform(undone -> Future.failedFuture(failure)))
                .eventually(connection::close);
    }

    /**
     * Runs one statement, which is a transaction by itself and takes one round trip instead of three. It is retried like
     * a transaction.
     */
    public <T> Future<T> statement(Function<SqlClient, Future<T>> work) {
        return attempt(() -> work.apply(pool), 1);
    }

    public Future<Void> close() {
        return pool.close();
    }

    private <T> Future<T> attempt(Supplier<Future<T>> work, int attempt) {
        return work.get().recover(failure -> {
            if (!isRetryable(failure) || attempt == MAX_ATTEMPTS) {
                return Future.failedFuture(failure);
            }
            return vertx.timer(FIRST_BACKOFF_MS << attempt, TimeUnit.MILLISECONDS)
                    .compose(elapsed -> attempt(work, attempt + 1));
        });
    }

    private static boolean isRetryable(Throwable failure) {
        return failure instanceof PgException sql && RETRYABLE.contains(sql.getSqlState());
    }

    /** Whether {@code failure} means that the database is unavailable, and not that the statement is wrong. */
    public static boolean isUnavailable(Throwable failure) {
        return failure instanceof ClosedConnectionException
                || failure instanceof ConnectException
                || failure instanceof PgException sql && NOT_SERVING.contains(sql.getSqlState());
    }

    /** Whether {@code failure} means that a row with the same unique key exists. */
    public static boolean isUniqueViolation(Throwable failure) {
        return failure instanceof PgException sql && "23505".equals(sql.getSqlState());
    }

    /** Whether {@code failure} means that a row lacks the value of a column that must have one. */
    public static boolean isNotNullViolation(Throwable failure) {
        return failure instanceof PgException sql && "23502".equals(sql.getSqlState());
    }
}
