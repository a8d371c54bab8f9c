package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceJvm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The forex service with the JVM options of its image and a thousand subscribers, fifty of which do not read. */
class MillionTicksIT {
    private static final int HEALTHY = 950;
    private static final int STALLED = 50;
    private static final int MAX_PAIRS = 10;
    private static final List<String> EVERY_PAIR = List.of("*");
    private static final String SOME_PAIR = "EUR/USD";
    private static final long WARM_UP = 100_000;
    private static final long UNDISTURBED = 400_000;
    private static final long DISTURBED = 450_000;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final int SMALL_BUFFER_BYTES = 65_536;
    private static final Duration READY_TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx vertx = Vertx.vertx();
    /** A field, because the garbage collector closes a client that is not referenced, and its connections. */
    private final WebSocketClient client = vertx.createWebSocketClient(options());

    private final WebSocketClient narrowClient =
            vertx.createWebSocketClient(options().setReceiveBufferSize(SMALL_BUFFER_BYTES));

    private final LoadStatistics statistics = new LoadStatistics();
    private final Random random = new Random(7);
    private ServiceProcess forex;

    @BeforeEach
    void start() {
        var environment = new HashMap<>(TestServers.shared().freshDatabase("forex"));
        environment.putAll(issuer.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        environment.put("HISTORY_DELAY", "PT1H");
        environment.put("ECB_URL", "");
        environment.put("TICK_INTERVAL", "PT0.1S");
        environment.put("STREAM_SLOW_AFTER", "PT5S");
        var options = new ArrayList<>(ServiceJvm.OPTIONS);
        options.addAll(ServiceJvm.optionsOf(ServiceName.FOREX));
        forex = ServiceProcess.start("forex", folder.resolve("forex"), options, environment);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
        forex.close();
        issuer.close();
    }

    @Test
    @Timeout(600)
    void stalled_subscribers_do_not_disturb_a_million_ticks_to_the_others() throws Exception {
        var pairs = pairs();
        var healthy = subscribe(HEALTHY, client, () -> someOf(pairs), statistics);
        statistics.more(WARM_UP).await();
        var undisturbed = statistics.measureDelays();
        statistics.more(UNDISTURBED).await();

        var statisticsOfStalled = new LoadStatistics();
        var stalled = subscribe(STALLED, narrowClient, () -> EVERY_PAIR, statisticsOfStalled);
        stalled.forEach(LoadSubscriber::stall);
        statistics.more(WARM_UP).await();
        var disturbed = statistics.measureDelays();
        statistics.more(DISTURBED).await();
        Future.all(healthy.stream()
                        .map(each -> each.reaches(statistics.newest()))
                        .toList())
                .await();

        assertThat(statistics.ticks()).isGreaterThan(1_000_000);
        assertThat(statistics.sequenceErrors()).isEmpty();
        assertThat(healthy).noneMatch(each -> each.closed().isComplete());
        printDelays(undisturbed.p99Ms(), disturbed.p99Ms());
        stalled.forEach(LoadSubscriber::recover);
        assertThat(stalled).allSatisfy(this::assertClosedOrCaughtUp);
        assertThat(statisticsOfStalled.sequenceErrors()).isEmpty();
        awaitReady();
        assertThat(pairs()).isEqualTo(pairs);
        assertThat(forex.log()).doesNotContain("OutOfMemory");
    }

    /** On a slow machine the unread messages fit into the network's buffers, so that the service sees no stalled subscriber. */
    private void assertClosedOrCaughtUp(LoadSubscriber subscriber) {
        Future.any(
                        subscriber.closed(),
                        subscriber.reaches(Map.of(SOME_PAIR, statistics.newest().get(SOME_PAIR))))
                .await();
        if (subscriber.closed().isComplete()) {
            assertThat(subscriber.closed().result()).isEqualTo(TRY_AGAIN_LATER);
        }
    }

    private void printDelays(int undisturbedMs, int disturbedMs) {
        System.out.printf(
                "%,d ticks to %d subscribers, %,d of them conflated; p99 of the delay %d ms, with %d stalled subscribers %d ms%n",
                statistics.ticks(), HEALTHY, statistics.conflated(), undisturbedMs, STALLED, disturbedMs);
    }

    private List<LoadSubscriber> subscribe(
            int count, WebSocketClient client, Supplier<List<String>> pairsOfOne, LoadStatistics statistics) {
        var subscribers = new ArrayList<Future<LoadSubscriber>>();
        for (int i = 0; i < count; i++) {
            var pairs = pairsOfOne.get();
            subscribers.add(connect(client).compose(socket -> LoadSubscriber.subscribe(socket, pairs, statistics)));
        }
        return Future.all(subscribers).await().list();
    }

    private Future<WebSocket> connect(WebSocketClient client) {
        return client.connect(forex.httpPort(), "127.0.0.1", "/ws/rates");
    }

    /** A random subset of the pairs; the same sequence of subsets in every run. */
    private List<String> someOf(List<String> pairs) {
        var shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, 1 + random.nextInt(MAX_PAIRS)));
    }

    private List<String> pairs() {
        Promise<JsonObject> response = Promise.promise();
        var socket = connect(client)
                .compose(listing -> {
                    listing.textMessageHandler(text -> response.tryComplete(new JsonObject(text)));
                    return listing.writeTextMessage("{\"list\":true}").map(listing);
                })
                .await();
        JsonArray pairs = response.future().await().getJsonArray("pairs");
        socket.close().await();
        return pairs.stream().map(String::valueOf).toList();
    }

    /** Waits, because a health check can time out on a machine that has been this busy. */
    private void awaitReady() {
        var http = HttpCaller.onPort(forex.httpPort());
        await().atMost(READY_TIMEOUT).untilAsserted(() -> {
            var report = http.get("/health/ready");
            assertThat(report.status()).as(report.body()).isEqualTo(200);
        });
    }

    private static WebSocketClientOptions options() {
        return new WebSocketClientOptions().setMaxConnections(HEALTHY + STALLED).setMaxMessageSize(1 << 20);
    }
}
