package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several forex processes on one database; the process that holds the engine's lease ends. */
class ForexFailoverIT {
    @TempDir
    Path folder;

    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx vertx = Vertx.vertx();
    /** A field, because the garbage collector closes a client that is not referenced, and its connections. */
    private final WebSocketClient client = vertx.createWebSocketClient();

    private final Map<String, String> database = TestServers.shared().freshDatabase("forex");
    private final Map<String, String> environment = new HashMap<>(database);
    private final List<ServiceProcess> processes = new ArrayList<>();

    @BeforeEach
    void configure() {
        environment.putAll(issuer.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        environment.put("HISTORY_DELAY", "PT1H");
        environment.put("ECB_URL", "");
    }

    @AfterEach
    void close() {
        processes.forEach(ServiceProcess::close);
        vertx.close().await();
        issuer.close();
    }

    @Test
    void after_the_engines_process_is_killed_another_takes_over_without_a_missing_tick() throws Exception {
        start(3);
        var engine = leaseHolder();
        var disconnected = RateSubscriber.connect(client, engine);
        var subscribers = subscribersOfOthers(engine);
        disconnected.awaitBeyond(Map.of());

        engine.kill();

        disconnected.closed().await();
        assertNoTickIsMissed(engine, subscribers, disconnected.seqs());
    }

    @Test
    void after_the_engines_process_is_stopped_another_takes_over_without_a_missing_tick() throws Exception {
        start(2);
        var engine = leaseHolder();
        var disconnected = RateSubscriber.connect(client, engine);
        var subscribers = subscribersOfOthers(engine);
        disconnected.awaitBeyond(Map.of());

        engine.close();

        disconnected.closed().await();
        assertNoTickIsMissed(engine, subscribers, disconnected.seqs());
    }

    /** Subscribers of other processes stay connected; a disconnected one resumes at another process after its last tick. */
    private void assertNoTickIsMissed(
            ServiceProcess ended, List<RateSubscriber> subscribers, Map<String, Long> disconnectedAt) throws Exception {
        for (var subscriber : subscribers) {
            subscriber.awaitBeyond(disconnectedAt);
        }
        for (var process : processes) {
            if (process != ended) {
                var resumed = RateSubscriber.resume(
                        client, process, disconnectedAt, subscribers.get(0).epoch());
                resumed.awaitBeyond(subscribers.get(0).seqs());
                resumed.assertNoSequenceErrors();
            }
        }
        for (var subscriber : subscribers) {
            subscriber.awaitBeyond(subscriber.seqs());
            subscriber.assertNoSequenceErrors();
        }
        assertThat(leaseHolder()).isNotSameAs(ended);
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            processes.add(ServiceProcess.start("forex", folder.resolve("forex" + i), environment));
        }
    }

    private List<RateSubscriber> subscribersOfOthers(ServiceProcess engine) throws InterruptedException {
        var subscribers = new ArrayList<RateSubscriber>();
        for (var process : processes) {
            if (process != engine) {
                var subscriber = RateSubscriber.connect(client, process);
                subscriber.awaitBeyond(Map.of());
                subscribers.add(subscriber);
            }
        }
        return subscribers;
    }

    /** The process that holds the engine's lease in the database. */
    private ServiceProcess leaseHolder() throws SQLException {
        String url = "jdbc:postgresql://%s:%s/%s"
                .formatted(database.get("DATABASE_HOST"), database.get("DATABASE_PORT"), database.get("DATABASE_NAME"));
        try (var connection = DriverManager.getConnection(
                        url, database.get("DATABASE_USER"), database.get("DATABASE_PASSWORD"));
                var found = connection.createStatement().executeQuery("select address from engine_lease")) {
            assertThat(found.next()).isTrue();
            String address = found.getString("address");
            return processes.stream()
                    .filter(process -> address.endsWith(":" + process.grpcPort()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
