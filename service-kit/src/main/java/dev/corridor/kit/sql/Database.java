package dev.corridor.kit.sql;

import dev.corridor.kit.vertx.KeepAliveProbes;
import dev.corridor.kit.vertx.PgTransportDriver;
import dev.corridor.kit.vertx.PoolFailure;
import dev.corridor.kit.vertx.UnansweredCommands;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Connection pool of one verticle to its service's database, with transactions that are retried.
 *
 * <p>No wait for the database is without end. The database ends a statement after the statement timeout, and a
 * transaction whose client is silent for three times that time, so that its locks are released. A connection on which a command
 * is not answered a second after the statement timeout is closed: its peer has vanished. For a peer that the network
 * still reaches, that never happens.
 */
public final class Database {
    /** Serialization failure and deadlock: the same transaction may succeed when it is run again. */
    private static final Set<String> RETRYABLE = Set.of("40001", "40P01");

    /** Classes of SQLSTATE that tell of the database and not of the statement: connection, resources, operator, system. */
    private static final Set<String> NOT_SERVING = Set.of("08", "53", "57", "58");
    /**
     * Idle transaction ended, and server that is only a standby; what stays retryable after all attempts; and a commit of which
     * CockroachDB does not know whether it happened, which is the same as a lost answer.
     */
    private static final Set<String> UNAVAILABLE = Set.of("25P03", "25006", "40001", "40P01", "40003");

    private static final int MAX_ATTEMPTS = 8;
    private static final long FIRST_BACKOFF_MS = 2;
    /** An exception may be wrapped; a cycle of causes must not be followed for ever. */
    private static final int CAUSES_MAX = 8;

    private static final int WAIT_FOR_CONNECTION_S = 10;
    private static final int MAX_WAITING = 2_000;
    /** Time for a statement's answer, or for the database's own end of the statement, to arrive. */
    private static final Duration ANSWER_MARGIN = Duration.ofSeconds(1);
    /** A transaction of the outbox relay waits for Kafka, longer than a statement takes. */
    private static final int IDLE_FACTOR = 3;
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
        var answerTimeout = settings.statementTimeout().plus(ANSWER_MARGIN);
        Pool pool = ClientBuilder.pool(new PgTransportDriver())
                .with(new PoolOptions()
                        .setName(settings.name())
                        .setMaxSize(settings.poolSize())
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout(WAIT_FOR_CONNECTION_S)
                        .setConnectionTimeoutUnit(TimeUnit.SECONDS))
                .with(networkOptions(answerTimeout))
                .connectingTo(options)
                .withConnectHandler(opened -> {
                    UnansweredCommands.limit(opened, answerTimeout);
                    KeepAliveProbes.schedule(opened);
                    opened.close();
                })
                .using(vertx)
                .build();
        return new Database(vertx, pool);
    }

    /** The idle timeout bounds the login; {@link UnansweredCommands} takes its place afterwards. */
    private static NetClientOptions networkOptions(Duration answerTimeout) {
        int timeoutMs = Math.toIntExact(answerTimeout.toMillis());
        var options = new NetClientOptions().setConnectTimeout(timeoutMs).setTcpKeepAlive(true);
        options.setTcpUserTimeout(timeoutMs).setReadIdleTimeout(timeoutMs).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
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
        long statementMs = settings.statementTimeout().toMillis();
        properties.put("statement_timeout", Long.toString(statementMs));
        properties.put("idle_in_transaction_session_timeout", Long.toString(IDLE_FACTOR * statementMs));
        return properties;
    }

    /** The pool without retries, for tests that hold or watch single connections. */
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

    /** Runs one statement with parameters, as {@link #statement} does. */
    public Future<RowSet<Row>> execute(String sql, Tuple parameters) {
        return statement(client -> client.preparedQuery(sql).execute(parameters));
    }

    /** Runs one statement without parameters, as {@link #statement} does. */
    public Future<RowSet<Row>> execute(String sql) {
        return execute(sql, Tuple.tuple());
    }

    /**
     * Runs one statement, which is a transaction by itself and takes one round trip instead of three. It is retried like
     * a transaction.
     */
    public <T> Future<T> statement(Function<SqlClient, Future<T>> work) {
        return attempt(() -> work.apply(pool), 1);
    }

    /** Runs reads on one connection, sent without waiting for each other's answers. They are retried together. */
    public <T> Future<T> reads(Function<SqlConnection, Future<T>> work) {
        return attempt(() -> pool.withConnection(work), 1);
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

    /**
     * Whether {@code failure} means that the database cannot be reached or does not serve just now, and not that the
     * statement is wrong.
     */
    public static boolean isUnavailable(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .anyMatch(Database::tellsOfTheDatabase);
    }

    private static boolean tellsOfTheDatabase(Throwable failure) {
        if (failure instanceof PgException sql) {
            String state = sql.getSqlState();
            return state != null && (UNAVAILABLE.contains(state) || NOT_SERVING.contains(state.substring(0, 2)));
        }
        return failure instanceof ClosedConnectionException
                || failure instanceof ConnectionPoolTooBusyException
                || PoolFailure.is(failure)
                || isOfTheNetwork(failure);
    }

    /** Each transport of Netty has exceptions of its own; all of them are I/O exceptions. */
    private static boolean isOfTheNetwork(Throwable failure) {
        return failure instanceof IOException
                && !(failure instanceof FileSystemException || failure instanceof FileNotFoundException);
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
