package dev.corridor.benchmarks.baseline;

import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.testbed.Testbed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Baseline of an idle payment: a number of durable commits in sequence, each of which updates one row. */
public final class SequentialCommits implements AutoCloseable {
    private static final String CHANGE = "update step set number = number + $1 where id = 1";

    private final Context loop;
    private final PgConnection connection;
    private final int commits;

    private SequentialCommits(Context loop, PgConnection connection, int commits) {
        this.loop = loop;
        this.connection = connection;
        this.commits = commits;
    }

    /** Creates a database and connects to it. */
    public static SequentialCommits prepare(Testbed testbed, int commits) {
        var options = BaselineDatabase.create(testbed, "commits");
        var loop = testbed.loadLoops().get(0);
        Promise<PgConnection> connected = Promise.promise();
        loop.runOnContext(
                begin -> PgConnection.connect(testbed.vertx(), options).onComplete(connected));
        var connection = connected.future().await();
        connection
                .query(
                        "create table step (id integer primary key, number bigint not null); insert into step values (1, 0)")
                .execute()
                .await();
        return new SequentialCommits(loop, connection, commits);
    }

    public Load load() {
        return new ClosedLoop(List.of(new ClosedLoop.Worker(loop, 1, caller -> commit(commits))));
    }

    private Future<?> commit(int left) {
        return left == 0
                ? Future.succeededFuture()
                : connection.preparedQuery(CHANGE).execute(Tuple.of(1L)).compose(done -> commit(left - 1));
    }

    @Override
    public void close() {
        connection.close().await();
    }
}
