package dev.corridor.benchmarks.baseline;

import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.testbed.Testbed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Baseline of transfers: one durable transaction per transfer with two balance updates and one insert, with prepared statements
 * on many connections. The statements of a transaction are pipelined, so that rows stay locked for two round trips instead of
 * five.
 */
public final class TransferTransactions implements AutoCloseable {
    private static final int CONNECTIONS_PER_EVENT_LOOP = 32;
    private static final int STATEMENTS_PER_TRANSACTION = 5;
    private static final long AMOUNT = 1;

    private static final String SCHEMA =
            """
            create table account (id integer primary key, balance bigint not null);
            create table transfer (
              id bigint generated always as identity primary key,
              debit_account integer not null,
              credit_account integer not null,
              amount bigint not null,
              created_at timestamptz not null default now());
            insert into account select id, 1000000000 from generate_series(0, %d - 1) id;
            """;
    private static final String MOVE = "update account set balance = balance + $1 where id = $2";
    private static final String RECORD =
            "insert into transfer (debit_account, credit_account, amount) values ($1, $2, $3)";

    private final List<Session> sessions;
    private final int accounts;

    /** An event loop and its connections, one per caller. */
    private record Session(Context loop, List<PgConnection> connections) {}

    private TransferTransactions(List<Session> sessions, int accounts) {
        this.sessions = sessions;
        this.accounts = accounts;
    }

    /**
     * Creates a database with accounts and opens the connections.
     *
     * @param accounts number of accounts; transfers choose them uniformly
     */
    public static TransferTransactions prepare(Testbed testbed, int accounts) {
        var database = BaselineDatabase.create(testbed, String.valueOf(accounts))
                .setPipeliningLimit(STATEMENTS_PER_TRANSACTION);
        var owner = PgConnection.connect(testbed.vertx(), database).await();
        owner.query(SCHEMA.formatted(accounts)).execute().await();
        owner.close().await();
        var sessions = testbed.loadLoops().stream()
                .map(loop -> connect(testbed.vertx(), loop, database))
                .toList();
        return new TransferTransactions(sessions, accounts);
    }

    public Load load() {
        return new ClosedLoop(sessions.stream()
                .map(session -> new ClosedLoop.Worker(
                        session.loop(),
                        session.connections().size(),
                        number -> transfer(session.connections().get(number))))
                .toList());
    }

    @Override
    public void close() {
        sessions.stream()
                .flatMap(session -> session.connections().stream())
                .forEach(connection -> connection.close().await());
    }

    private Future<?> transfer(PgConnection connection) {
        int debit = ThreadLocalRandom.current().nextInt(accounts);
        int credit = (debit + 1 + ThreadLocalRandom.current().nextInt(accounts - 1)) % accounts;
        // Rows are locked in id order to avoid deadlocks.
        var first = debit < credit ? Tuple.of(-AMOUNT, debit) : Tuple.of(AMOUNT, credit);
        var second = debit < credit ? Tuple.of(AMOUNT, credit) : Tuple.of(-AMOUNT, debit);
        return Future.all(
                connection.query("begin").execute(),
                connection.preparedQuery(MOVE).execute(first),
                connection.preparedQuery(MOVE).execute(second),
                connection.preparedQuery(RECORD).execute(Tuple.of(debit, credit, AMOUNT)),
                connection.query("commit").execute());
    }

    private static Session connect(Vertx vertx, Context loop, PgConnectOptions database) {
        Promise<List<PgConnection>> connected = Promise.promise();
        loop.runOnContext(begin -> {
            var connections = IntStream.range(0, CONNECTIONS_PER_EVENT_LOOP)
                    .mapToObj(number -> PgConnection.connect(vertx, database))
                    .toList();
            Future.all(connections).map(all -> all.<PgConnection>list()).onComplete(connected);
        });
        return new Session(loop, connected.future().await());
    }
}
