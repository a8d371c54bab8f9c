package dev.corridor.benchmarks.ledger;

import dev.corridor.benchmarks.baseline.TransferTransactions;
import dev.corridor.benchmarks.measure.ClosedLoop;
import dev.corridor.benchmarks.measure.Comparison;
import dev.corridor.benchmarks.measure.Load;
import dev.corridor.benchmarks.measure.Plan;
import dev.corridor.benchmarks.measure.Row;
import dev.corridor.benchmarks.testbed.Endpoints;
import dev.corridor.benchmarks.testbed.GrpcCaller;
import dev.corridor.benchmarks.testbed.HttpCaller;
import dev.corridor.benchmarks.testbed.Testbed;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.PostRequest;
import dev.corridor.ledger.v1.PostResponse;
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

/** Comparisons of the ledger and its baseline, one per transport. */
public final class LedgerComparison implements AutoCloseable {
    private static final String STREAM = "stream";
    private static final String UNARY = "unary";
    private static final String BATCH_REST = "batch_rest";
    private static final String HOT = "hot";
    public static final List<String> ROWS = List.of(STREAM, UNARY, BATCH_REST, HOT);

    private static final int ACCOUNTS = 100_000;
    private static final int HOT_ACCOUNTS = 10;
    private static final int IN_FLIGHT_PER_STREAM = 3_000;
    private static final int UNARY_CALLERS = 768;
    private static final int BATCH_CALLERS = 8;
    private static final int POSTINGS_PER_BATCH = 200;
    /** Measured: time that the JIT compiler needs on two cores for the ledger's hot paths. */
    private static final Duration COMPILER_WARM_UP = Duration.ofSeconds(90);

    private static final String UNIT = "transfers/s";
    private static final String BASELINE = "one lean transaction per transfer, same PostgreSQL";

    private final Testbed testbed;
    private final Endpoints ledger;
    private final String token;
    private final LedgerDatabase database;
    private final BenchAccounts accounts;
    private final BenchAccounts hotAccounts;
    private final TransferTransactions baseline;
    private final TransferTransactions hotBaseline;

    private LedgerComparison(Testbed testbed) {
        this.testbed = testbed;
        this.ledger = testbed.start(ServiceName.LEDGER, Map.of());
        this.token = testbed.issuer().token("bench", Scope.LEDGER_ADMIN.value());
        this.database = new LedgerDatabase(testbed.database(ServiceName.LEDGER));
        this.accounts = BenchAccounts.open(database, "user", ACCOUNTS);
        this.hotAccounts = BenchAccounts.open(database, "hot", HOT_ACCOUNTS);
        this.baseline = TransferTransactions.prepare(testbed, ACCOUNTS);
        this.hotBaseline = TransferTransactions.prepare(testbed, HOT_ACCOUNTS);
    }

    public static LedgerComparison prepare(Testbed testbed) {
        return new LedgerComparison(testbed);
    }

    public List<Row> run(Plan plan) {
        var rows = new ArrayList<Row>();
        Stream.of(
                        comparison(STREAM, baseline, stream(accounts)),
                        comparison(UNARY, baseline, unary()),
                        comparison(BATCH_REST, baseline, batchRest()),
                        comparison(HOT, hotBaseline, stream(hotAccounts)))
                .filter(comparison -> plan.wants(comparison.row()))
                .forEach(comparison -> rows.add(warmUpAndRun(comparison, plan)));
        if (plan.stored() > 0) {
            StoredHistory.load(database, ACCOUNTS, plan.stored());
            rows.add(comparison("stream_" + plan.stored() + "_stored", baseline, stream(accounts))
                    .run(plan));
        }
        return rows;
    }

    private static Row warmUpAndRun(Comparison comparison, Plan plan) {
        comparison.platform().run(COMPILER_WARM_UP);
        return comparison.run(plan);
    }

    private static Comparison comparison(String row, TransferTransactions baseline, Load platform) {
        return new Comparison(row, UNIT, BASELINE, baseline.load(), platform);
    }

    private Load stream(BenchAccounts accounts) {
        return workers(IN_FLIGHT_PER_STREAM, 1, loop -> {
            var postings = new PostingGenerator(accounts);
            var stream = new PostingStreamCaller(new GrpcCaller(testbed.vertx(), ledger.grpc(), token));
            return number -> stream.post(postings.nextMessage()).compose(LedgerComparison::requirePosted);
        });
    }

    private Load unary() {
        return workers(UNARY_CALLERS, 1, loop -> {
            var postings = new PostingGenerator(accounts);
            var caller = new GrpcCaller(testbed.vertx(), ledger.grpc(), token);
            return number -> caller.call(
                            LedgerServiceGrpcClient.Post,
                            PostRequest.newBuilder()
                                    .setPosting(postings.nextMessage())
                                    .build())
                    .map(PostResponse::getResult)
                    .compose(LedgerComparison::requirePosted);
        });
    }

    private Load batchRest() {
        return workers(BATCH_CALLERS, POSTINGS_PER_BATCH, loop -> {
            var postings = new PostingGenerator(accounts);
            var caller = new HttpCaller(testbed.vertx(), ledger.http(), BATCH_CALLERS);
            return number -> caller.postBatch(
                    "/postings", token, postings.nextJson(POSTINGS_PER_BATCH).toBuffer());
        });
    }

    private Load workers(int callers, int itemsPerCall, Function<Context, IntFunction<Future<?>>> call) {
        return new ClosedLoop(testbed.loadLoops().stream()
                .map(loop -> new ClosedLoop.Worker(loop, callers, itemsPerCall, call.apply(loop)))
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
