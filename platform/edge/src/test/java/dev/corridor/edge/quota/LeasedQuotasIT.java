package dev.corridor.edge.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.config.Api.CountedBy;
import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.guard.Quotas.Charge;
import dev.corridor.edge.guard.Quotas.Quota;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.embedded.Ports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Quotas of several edges that share one Redis. */
class LeasedQuotasIT {
    /** The window does not end while a test counts. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private static final Pattern INCRBY_CALLS = Pattern.compile("cmdstat_incrby:calls=(\\d+)");

    @TempDir
    private static Path folder;

    private static Vertx vertx;
    private static Context loop;
    private static EmbeddedRedis redis;
    private static URI url;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        int port = Ports.free();
        redis = EmbeddedRedis.start(new EmbeddedRedis.Options(folder, port, "of-this-test", false));
        url = URI.create("redis://:of-this-test@127.0.0.1:" + port);
    }

    @AfterAll
    static void stop() {
        redis.close();
        vertx.close().await();
    }

    @Test
    void two_edges_share_a_limit_and_ask_redis_once_a_lease() {
        var policy = new ThrottlingPolicy("Shared", 1_000, ThrottlingPolicy.UNLIMITED, CountedBy.CALLER);
        var edges = List.of(edge(url), edge(url));
        long before = incrementsOfRedis();

        long passed = IntStream.range(0, 3_000)
                .filter(i -> passes(edges.get(i % 2), "shared", policy))
                .count();

        // One lease of ten calls may be left at the other edge.
        assertThat(passed).isBetween(990L, 1_000L);
        assertThat(incrementsOfRedis() - before).isLessThan(250);
    }

    @Test
    void calls_at_once_are_counted_one_by_one() {
        var policy = new ThrottlingPolicy("Few", 50, ThrottlingPolicy.UNLIMITED, CountedBy.CALLER);
        var quotas = edge(url);

        var answers = onLoop(() -> Future.all(IntStream.range(0, 500)
                .mapToObj(i -> quotas.take(List.of(new Charge("at-once", policy)), 1))
                .toList()));

        long passed = IntStream.range(0, 500)
                .filter(i -> !answers.<List<Quota>>resultAt(i).get(0).isExceeded())
                .count();
        assertThat(passed).isEqualTo(50);
    }

    @Test
    void the_limit_of_a_second_is_told_apart() {
        var policy = new ThrottlingPolicy("Bursts", 1_000, 5, CountedBy.CALLER);
        var quotas = edge(url);

        var answers = IntStream.range(0, 6)
                .mapToObj(i -> quota(quotas, "bursts", policy))
                .toList();

        assertThat(answers.subList(0, 5)).noneMatch(Quota::isExceeded);
        assertThat(answers.get(5).isExceeded()).isTrue();
        assertThat(answers.get(5).isBurst()).isTrue();
        assertThat(answers.get(5).seconds()).isEqualTo(1);
    }

    @Test
    void without_redis_each_edge_counts_alone() {
        var policy = new ThrottlingPolicy("Alone", 30, ThrottlingPolicy.UNLIMITED, CountedBy.CALLER);
        var nowhere = URI.create("redis://127.0.0.1:" + Ports.free());
        var edges = List.of(edge(nowhere), edge(nowhere));

        for (LeasedQuotas quotas : edges) {
            long passed = IntStream.range(0, 100)
                    .filter(i -> passes(quotas, "alone", policy))
                    .count();
            assertThat(passed).isEqualTo(30);
        }
    }

    private static LeasedQuotas edge(URI redisUrl) {
        return onLoop(() -> {
            var counters = new SharedCounters(vertx, redisUrl);
            return counters.connect().map(new LeasedQuotas(counters, CLOCK, new SimpleMeterRegistry()));
        });
    }

    private static boolean passes(LeasedQuotas quotas, String key, ThrottlingPolicy policy) {
        return !quota(quotas, key, policy).isExceeded();
    }

    private static Quota quota(LeasedQuotas quotas, String key, ThrottlingPolicy policy) {
        return onLoop(() -> quotas.take(List.of(new Charge(key, policy)), 1)).get(0);
    }

    private static <T> T onLoop(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(begin -> action.get().onComplete(done));
        return done.future().await();
    }

    private static long incrementsOfRedis() {
        var client = Redis.createClient(vertx, url.toString());
        String statistics = client.send(Request.cmd(Command.INFO).arg("commandstats"))
                .eventually(client::close)
                .await()
                .toString();
        var calls = INCRBY_CALLS.matcher(statistics);
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
}
