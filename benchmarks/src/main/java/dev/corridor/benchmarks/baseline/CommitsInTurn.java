package dev.corridor.benchmarks.baseline;

import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.scene.Scene;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The least that somebody waits for who has to wait for so many commits, one after the other: each changes one row, durably. */
public final class CommitsInTurn implements AutoCloseable {
    private static final String CHANGE = "update step set number = number + $1 where id = 1";

    private final Context loop;
    private final PgConnection connection;
    private final int commits;

    private CommitsInTurn(Context loop, PgConnection connection, int commits) {
        this.loop = loop;
        this.connection = connection;
        this.commits = commits;
    }

    /** In a database of its own. */
    public static CommitsInTurn prepare(Scene scene, int commits) {
        var options = BaselineDatabase.create(scene, "commits");
        var loop = scene.loadLoops().get(0);
        Promise<PgConnection> connected = Promise.promise();
        loop.runOnContext(begin -> PgConnection.connect(scene.vertx(), options).onComplete(connected));
        var connection = connected.future().await();
        connection
                .query(
                        "create table step (id integer primary key, number bigint not null); insert into step values (1, 0)")
                .execute()
                .await();
        return new CommitsInTurn(loop, connection, commits);
    }

    public Load load() {
        return new ClosedLoop(List.of(new ClosedLoop.Lane(loop, 1, caller -> commit(commits))));
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
