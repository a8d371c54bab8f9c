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

/** Real forex processes on one database; the one that runs the engine goes away. */
class ForexFailoverIT {
    @TempDir
    Path folder;

    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx vertx = Vertx.vertx();
    /** Kept for as long as its connections: one that is not is closed by the garbage collector. */
    private final WebSocketClient client = vertx.createWebSocketClient();

    private final Map<String, String> database = TestServers.shared().freshDatabase("forex");
    private final Map<String, String> environment = new HashMap<>(database);
    private final List<ServiceProcess> processes = new ArrayList<>();

    @BeforeEach
    void set() {
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
    void when_its_process_is_killed_another_goes_on_and_nobody_misses_a_tick() throws Exception {
        start(3);
        var engine = holder();
        var cutOff = RateSubscriber.connect(client, engine);
        var listeners = listenersOfAllBut(engine);
        cutOff.awaitBeyond(Map.of());

        engine.kill();

        cutOff.closed().await();
        assertAllGoOn(engine, listeners, cutOff.seqs());
    }

    @Test
    void when_its_process_is_stopped_another_goes_on_and_nobody_misses_a_tick() throws Exception {
        start(2);
        var engine = holder();
        var cutOff = RateSubscriber.connect(client, engine);
        var listeners = listenersOfAllBut(engine);
        cutOff.awaitBeyond(Map.of());

        engine.close();

        cutOff.closed().await();
        assertAllGoOn(engine, listeners, cutOff.seqs());
    }

    /** Who was connected elsewhere stays so; who was cut off goes on elsewhere from the last tick it has. */
    private void assertAllGoOn(ServiceProcess gone, List<RateSubscriber> listeners, Map<String, Long> cutOffAt)
            throws Exception {
        for (var listener : listeners) {
            listener.awaitBeyond(cutOffAt);
        }
        for (var process : processes) {
            if (process != gone) {
                var resumed = RateSubscriber.resume(client, process, cutOffAt);
                resumed.awaitBeyond(listeners.get(0).seqs());
                resumed.assertUnbroken();
            }
        }
        for (var listener : listeners) {
            listener.awaitBeyond(listener.seqs());
            listener.assertUnbroken();
        }
        assertThat(holder()).isNotSameAs(gone);
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            processes.add(ServiceProcess.start("forex", folder.resolve("forex" + i), environment));
        }
    }

    private List<RateSubscriber> listenersOfAllBut(ServiceProcess engine) throws InterruptedException {
        var listeners = new ArrayList<RateSubscriber>();
        for (var process : processes) {
            if (process != engine) {
                var listener = RateSubscriber.connect(client, process);
                listener.awaitBeyond(Map.of());
                listeners.add(listener);
            }
        }
        return listeners;
    }

    /** As the database has it. */
    private ServiceProcess holder() throws SQLException {
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
