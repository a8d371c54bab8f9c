package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.machine.DemoPeople;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform as a newcomer meets it: started, used, stopped with Ctrl-C and started again. */
class PlatformTest {
    @TempDir
    Path home;

    @Test
    void a_second_start_finds_what_was_paid_in_the_first() throws Exception {
        var ports = CommandRun.freePorts();
        var offset = Integer.toString(ports.offset());
        String payment;
        try (var up = CommandRun.start(home, "up", "--port-offset", offset)) {
            up.awaitWords("Ctrl-C stops everything");
            var client = PlatformClient.ofRunning(ports, Map.of("CORRIDOR_HOME", home.toString()));
            payment = client.post(
                            "/api/payment/1.0.0/process",
                            client.personToken(DemoPeople.ADA.username(), ""),
                            new JsonObject().put("amount", "12.34").put("currency", "USD"))
                    .body()
                    .getString("id");
            try (var second = CommandRun.start(home, "up", "--port-offset", offset)) {
                assertThat(second.said()).contains("A platform is running").contains(Long.toString(up.pid()));
                assertThat(second.exitCode()).isNotZero();
            }
            assertThat(up.interrupt().said()).contains("Corridor has stopped.");
        }
        assertThat(ports.isFree()).isTrue();

        try (var up = CommandRun.start(home, "up", "--port-offset", offset)) {
            up.awaitWords("Ctrl-C stops everything");
            var client = PlatformClient.ofRunning(ports, Map.of("CORRIDOR_HOME", home.toString()));
            var found = client.get(
                    "/api/payment/1.0.0/payments/" + payment, client.personToken(DemoPeople.ADA.username(), ""));
            assertThat(found.status()).isEqualTo(200);
            assertThat(found.body().getString("amount")).isEqualTo("12.34");
            up.interrupt().exitCode();
        }
    }

    @Test
    void the_story_holds_with_each_service_in_a_process_of_its_own_and_nothing_is_left() throws Exception {
        var offset = Integer.toString(CommandRun.freePorts().offset());
        try (var up = CommandRun.start(home, "up", "--ephemeral", "--processes", "--port-offset", offset)) {
            up.awaitWords("Ctrl-C stops everything");
            try (var demo = CommandRun.start(home, "demo", "--port-offset", offset)) {
                assertThat(demo.said()).contains("Zero in every currency");
                assertThat(demo.exitCode()).isZero();
            }
            up.interrupt().exitCode();
        }
        try (var left = Files.list(home.resolve("offset-" + offset))) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("lock", "corridor.log");
        }
    }
}
