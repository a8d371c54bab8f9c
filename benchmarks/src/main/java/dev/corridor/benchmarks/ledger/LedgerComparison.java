package dev.corridor.benchmarks.ledger;

import dev.corridor.benchmarks.baseline.TransferTransactions;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.scene.Endpoints;
import dev.corridor.benchmarks.scene.GrpcCaller;
import dev.corridor.benchmarks.scene.HttpCaller;
import dev.corridor.benchmarks.scene.Scene;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** The ledger and its baseline, and the ways in which both are driven. */
public final class LedgerComparison implements AutoCloseable {
    private static final String STREAM = "stream";
    private static final String UNARY = "unary";
    private static final String BATCH_REST = "batch_rest";
    private static final String HOT = "hot";
    public static final List<String> ROWS = List.of(STREAM, UNARY, BATCH_REST, HOT);

    private static final int ACCOUNTS = 100_000;
    private static final int HOT_ACCOUNTS = 10;
    private static final int IN_FLIGHT_A_STREAM = 3_000;
    private static final int UNARY_CALLERS = 768;
    private static final int BATCH_CALLERS = 8;
    private static final int POSTINGS_A_BATCH = 200;
    /** Measured: on two cores the JVM's compiler works as long on the ledger's hot paths, beside what it compiles. */
    private static final Duration COMPILATION = Duration.ofSeconds(90);

    private static final String UNIT = "transfers/s";
    private static final String BASELINE = "one lean transaction a transfer, same PostgreSQL";

    private final Scene scene;
    private final Endpoints ledger;
    private final String token;
    private final LedgerDatabase database;
    private final BenchAccounts accounts;
    private final BenchAccounts hotAccounts;
    private final TransferTransactions baseline;
    private final TransferTransactions hotBaseline;

    private LedgerComparison(Scene scene) {
        this.scene = scene;
        this.ledger = scene.start(ServiceName.LEDGER, Map.of());
        this.token = scene.issuer().token("bench", Scope.LEDGER_ADMIN.value());
        this.database = new LedgerDatabase(scene.database(ServiceName.LEDGER));
        this.accounts = BenchAccounts.open(database, "person", ACCOUNTS);
        this.hotAccounts = BenchAccounts.open(database, "hot", HOT_ACCOUNTS);
        this.baseline = TransferTransactions.prepare(scene, ACCOUNTS);
        this.hotBaseline = TransferTransactions.prepare(scene, HOT_ACCOUNTS);
    }

    public static LedgerComparison prepare(Scene scene) {
        return new LedgerComparison(scene);
    }

    public List<Row> run(Plan plan) {
        var rows = new ArrayList<Row>();
        Stream.of(
                        contest(STREAM, baseline, stream(accounts)),
                        contest(UNARY, baseline, unary()),
                        contest(BATCH_REST, baseline, batchRest()),
                        contest(HOT, hotBaseline, stream(hotAccounts)))
                .filter(contest -> plan.wants(contest.row()))
                .forEach(contest -> rows.add(compiledAndRun(contest, plan)));
        if (plan.stored() > 0) {
            StoredHistory.load(database, ACCOUNTS, plan.stored());
            rows.add(contest("stream_" + plan.stored() + "_stored", baseline, stream(accounts))
                    .run(plan));
        }
        return rows;
    }

    private static Row compiledAndRun(Comparison contest, Plan plan) {
        contest.ours().drive(COMPILATION);
        return contest.run(plan);
    }

    private static Comparison contest(String row, TransferTransactions baseline, Load ours) {
        return new Comparison(row, UNIT, BASELINE, baseline.load(), ours);
    }

    private Load stream(BenchAccounts among) {
        return lanes(IN_FLIGHT_A_STREAM, 1, loop -> {
            var orders = new Orders(among);
            var stream = new PostingStreamCaller(new GrpcCaller(scene.vertx(), ledger.grpc(), token));
            return number -> stream.post(orders.message()).compose(LedgerComparison::requirePosted);
        });
    }

    private Load unary() {
        return lanes(UNARY_CALLERS, 1, loop -> {
            var orders = new Orders(accounts);
            var caller = new GrpcCaller(scene.vertx(), ledger.grpc(), token);
            return number -> caller.call(LedgerServiceGrpcClient.Post, orders.message())
                    .compose(LedgerComparison::requirePosted);
        });
    }

    private Load batchRest() {
        return lanes(BATCH_CALLERS, POSTINGS_A_BATCH, loop -> {
            var orders = new Orders(accounts);
            var caller = new HttpCaller(scene.vertx(), ledger.http(), BATCH_CALLERS);
            return number -> caller.postMany(
                    "/postings", token, orders.list(POSTINGS_A_BATCH).toBuffer());
        });
    }

    private Load lanes(int callers, int itemsACall, Function<Context, IntFunction<Future<?>>> call) {
        return new ClosedLoop(scene.loadLoops().stream()
                .map(loop -> new ClosedLoop.Lane(loop, callers, itemsACall, call.apply(loop)))
                .toList());
    }

    private static Future<?> requirePosted(PostingResult result) {
        return result.hasPosted() ? Future.succeededFuture() : Future.failedFuture("not posted: " + result);
    }

    @Override
    public void close() {
        baseline.close();
        hotBaseline.close();
    }
}
