package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.platform.host.ServiceJvm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The forex service in a process and a heap as an image gives it, and a thousand who listen, fifty of whom do not read. */
class MillionTicksIT {
    private static final int HEALTHY = 950;
    private static final int STALLED = 50;
    private static final int MOST_PAIRS = 10;
    private static final List<String> EVERY_PAIR = List.of("*");
    private static final String SOME_PAIR = "EUR/USD";
    private static final long WARM_UP = 100_000;
    private static final long UNDISTURBED = 400_000;
    private static final long DISTURBED = 450_000;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final int SMALL_BUFFER_BYTES = 65_536;
    /** Far beyond what noise does, and far below what waiting for a stalled connection would. */
    private static final int WORST_RATIO = 40;

    private static final int LEAST_NOISE_MS = 100;
    private static final long LOOK_AGAIN_MS = 200;

    @TempDir
    Path folder;

    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx vertx = Vertx.vertx();
    /** Kept for as long as its connections: one that is not is closed by the garbage collector. */
    private final WebSocketClient client = vertx.createWebSocketClient(options());

    private final WebSocketClient narrowClient =
            vertx.createWebSocketClient(options().setReceiveBufferSize(SMALL_BUFFER_BYTES));

    private final LoadStatistics tally = new LoadStatistics();
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
        forex = ServiceProcess.start("forex", folder.resolve("forex"), ServiceJvm.OPTIONS, environment);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
        forex.close();
        issuer.close();
    }

    @Test
    @Timeout(600)
    void a_million_ticks_reach_everybody_who_reads_in_order_whoever_does_not_read() throws Exception {
        var pairs = pairs();
        var healthy = crowd(HEALTHY, client, () -> someOf(pairs), tally);
        tally.more(WARM_UP).await();
        var undisturbed = tally.measure();
        tally.more(UNDISTURBED).await();

        var tallyOfStalled = new LoadStatistics();
        var stalled = crowd(STALLED, narrowClient, () -> EVERY_PAIR, tallyOfStalled);
        stalled.forEach(LoadSubscriber::stall);
        tally.more(WARM_UP).await();
        var disturbed = tally.measure();
        tally.more(DISTURBED).await();
        Future.all(healthy.stream().map(each -> each.hears(tally.newest())).toList())
                .await();

        assertThat(tally.ticks()).isGreaterThan(1_000_000);
        assertThat(tally.breaks()).isEmpty();
        assertThat(healthy).noneMatch(each -> each.closed().isComplete());
        assertThatDelaysAreInProportion(undisturbed.p99Ms(), disturbed.p99Ms());
        stalled.forEach(LoadSubscriber::recover);
        assertThat(stalled).allSatisfy(this::assertClosedOrCaughtUp);
        assertThat(tallyOfStalled.breaks()).isEmpty();
        awaitReady();
        assertThat(pairs()).isEqualTo(pairs);
        assertThat(forex.log()).doesNotContain("OutOfMemory");
    }

    /** Where the service is so slow that what is not read fits into the network's buffers, nobody stalls by its measure. */
    private void assertClosedOrCaughtUp(LoadSubscriber member) {
        Future.any(
                        member.closed(),
                        member.hears(Map.of(SOME_PAIR, tally.newest().get(SOME_PAIR))))
                .await();
        if (member.closed().isComplete()) {
            assertThat(member.closed().result()).isEqualTo(TRY_AGAIN_LATER);
        }
    }

    private void assertThatDelaysAreInProportion(int undisturbedMs, int disturbedMs) {
        System.out.printf(
                "%,d ticks to %d subscribers, %,d of them within a later one; p99 of the delay %d ms, with %d stalled %d ms%n",
                tally.ticks(), HEALTHY, tally.conflated(), undisturbedMs, STALLED, disturbedMs);
        assertThat(disturbedMs).isLessThanOrEqualTo(WORST_RATIO * Math.max(undisturbedMs, LEAST_NOISE_MS));
    }

    private List<LoadSubscriber> crowd(
            int count, WebSocketClient client, Supplier<List<String>> pairsOfOne, LoadStatistics tally) {
        var members = new ArrayList<Future<LoadSubscriber>>();
        for (int i = 0; i < count; i++) {
            var pairs = pairsOfOne.get();
            members.add(connect(client).compose(socket -> LoadSubscriber.subscribe(socket, pairs, tally)));
        }
        return Future.all(members).await().list();
    }

    private Future<WebSocket> connect(WebSocketClient client) {
        return client.connect(forex.httpPort(), "127.0.0.1", "/ws/rates");
    }

    /** A random subset, another for each member and the same in each run. */
    private List<String> someOf(List<String> pairs) {
        var shuffled = new ArrayList<>(pairs);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, 1 + random.nextInt(MOST_PAIRS)));
    }

    private List<String> pairs() {
        Promise<JsonObject> answer = Promise.promise();
        var socket = connect(client)
                .compose(asking -> {
                    asking.textMessageHandler(text -> answer.tryComplete(new JsonObject(text)));
                    return asking.writeTextMessage("{\"list\":true}").map(asking);
                })
                .await();
        JsonArray pairs = answer.future().await().getJsonArray("pairs");
        socket.close().await();
        return pairs.stream().map(String::valueOf).toList();
    }

    /** A check of one part may time out on a machine that has been this busy. */
    private void awaitReady() throws IOException, InterruptedException {
        var http = HttpClient.newHttpClient();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forex.httpPort() + "/health/ready"))
                .build();
        while (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
            vertx.timer(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS).await();
        }
    }

    private static WebSocketClientOptions options() {
        return new WebSocketClientOptions().setMaxConnections(HEALTHY + STALLED).setMaxMessageSize(1 << 20);
    }
}
