package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.platform.host.ServiceJvm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The forex service with a small heap and more subscribers of all pairs than its memory takes, some of which do not read. */
class StreamFloodIT {
    private static final int SUBSCRIBERS = 600;
    private static final int EVERY_SIXTH = 6;
    private static final long STREAM_MEMORY_BYTES = 8 * 1024 * 1024;
    private static final List<String> SMALL_HEAP = List.of("-Xmx64m", "-Xmn16m");
    private static final List<String> EVERY_PAIR = List.of("*");
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int HTTP_UNAVAILABLE = 503;

    @TempDir
    Path folder;

    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx vertx = Vertx.vertx();
    private final WebSocketClient client = vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(SUBSCRIBERS).setMaxMessageSize(1 << 20));
    private final LoadStatistics statistics = new LoadStatistics();
    private final AtomicInteger refused = new AtomicInteger();
    private ServiceProcess forex;

    @BeforeEach
    void start() {
        var environment = new HashMap<>(TestServers.shared().freshDatabase("forex"));
        environment.putAll(issuer.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        environment.put("HISTORY_DELAY", "PT1H");
        environment.put("ECB_URL", "");
        environment.put("STREAM_MEMORY_BYTES", Long.toString(STREAM_MEMORY_BYTES));
        var options = new ArrayList<>(ServiceJvm.OPTIONS);
        options.addAll(ServiceJvm.optionsOf(ServiceName.FOREX));
        options.addAll(SMALL_HEAP);
        forex = ServiceProcess.start("forex", folder.resolve("forex"), options, environment);
    }

    @AfterEach
    void stop() {
        vertx.close().await();
        forex.close();
        issuer.close();
    }

    @Test
    @Timeout(300)
    void a_flood_of_subscribers_of_all_pairs_is_bounded_and_those_admitted_miss_nothing() {
        var pending = new ArrayList<Future<?>>();
        for (int i = 0; i < SUBSCRIBERS; i++) {
            pending.add(subscribe(i % EVERY_SIXTH == 0));
        }
        Future.join(pending).otherwiseEmpty().await();
        statistics.more(200_000).await();

        long overloaded = statistics.sequenceErrors().stream()
                .filter(StreamFloodIT::isOverloaded)
                .count();
        assertThat(refused.get() + overloaded).as("refused").isPositive();
        assertThat(statistics.sequenceErrors()).allMatch(StreamFloodIT::isOverloaded);
        var http = HttpCaller.onPort(forex.httpPort());
        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(http.get("/health/ready").status()).isEqualTo(200));
        assertThat(forex.log()).doesNotContain("OutOfMemory");
    }

    /** A connection whose subscription does not fit stays open and receives an error. */
    private static boolean isOverloaded(String error) {
        return error.contains("\"overloaded\"");
    }

    private Future<?> subscribe(boolean stalls) {
        return client.connect(forex.httpPort(), "127.0.0.1", "/ws/rates")
                .compose(socket -> LoadSubscriber.subscribe(socket, EVERY_PAIR, statistics))
                .onSuccess(subscriber -> {
                    if (stalls) {
                        subscriber.stall();
                    }
                })
                .onFailure(this::countRefusal);
    }

    private void countRefusal(Throwable failure) {
        if (failure instanceof UpgradeRejectedException rejected && rejected.getStatus() == HTTP_UNAVAILABLE) {
            refused.incrementAndGet();
        }
    }
}
