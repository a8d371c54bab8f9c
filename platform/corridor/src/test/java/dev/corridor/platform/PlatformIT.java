package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.demo.DemoUsers;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The platform as a newcomer meets it: started, used, stopped with Ctrl-C and started again. */
class PlatformIT {
    private static final String READY = "Ctrl-C stops everything";

    /** For the services' JVMs too: the optimising compiler would take most of such a short life for itself. */
    private static final Map<String, String> SHORT_LIVED = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

    @TempDir
    Path home;

    private final PortMap ports = CommandProcess.freePorts();

    @Test
    void a_second_start_finds_what_was_paid_in_the_first() throws Exception {
        String payment;
        try (var up = run("up")) {
            up.awaitWords(READY);
            payment = pay("12.34");
            stop(up);
        }
        assertThat(ports.isFree()).isTrue();

        try (var up = run("up")) {
            up.awaitWords(READY);
            assertThat(find(payment).getString("amount")).isEqualTo("12.34");
            stop(up);
        }
    }

    @Test
    void when_it_is_killed_everything_ends_and_the_next_start_finds_what_was_paid() throws Exception {
        String payment;
        try (var up = run("up", "--processes")) {
            up.awaitWords(READY);
            payment = pay("12.34");
            var servers = up.descendants();
            assertThat(servers).hasSizeGreaterThanOrEqualTo(8);
            up.kill();
            for (var server : servers) {
                assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(60));
            }
        }

        try (var up = run("up")) {
            up.awaitWords(READY);
            assertThat(find(payment).getString("amount")).isEqualTo("12.34");
            stop(up);
        }
    }

    @Test
    void with_a_process_each_the_story_holds_after_everything_was_killed_and_nothing_is_left() throws Exception {
        try (var up = run("up", "--ephemeral", "--processes")) {
            up.awaitWords(READY);
            var killed = process("services/profile");
            killed.destroyForcibly();
            var said = up.awaitWords("The profile service is running again");
            assertThat(said).contains("The profile service (process " + killed.pid() + ") ended with exit code 137");
            for (var server : List.of("PostgreSQL", "Redis", "Kafka")) {
                process(server.toLowerCase(Locale.ROOT)).destroyForcibly();
                up.awaitWords(server + " is running again");
            }
            assertTheStoryHolds();

            assertASecondPlatformIsRefused(up);
            var servers = up.descendants();
            assertThat(servers).hasSizeGreaterThanOrEqualTo(8);
            var data = dataFolder();
            stop(up);
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(data).doesNotExist();
        }
        assertThat(ports.isFree()).isTrue();
        assertThat(filesIn(home())).containsExactlyInAnyOrder("lock", "corridor.log");
    }

    @Test
    void a_service_that_ended_and_cannot_be_started_again_stops_the_platform_with_a_sentence() throws Exception {
        try (var up = run("up", "--ephemeral", "--processes")) {
            up.awaitWords(READY);
            var profile = process("services/profile");
            var folder = dataFolder().resolve("services/profile");
            Files.move(folder, folder.resolveSibling("elsewhere"));
            Files.createFile(folder);

            profile.destroyForcibly();

            assertThat(up.said())
                    .contains("corridor: The profile service (process ")
                    .contains("ended with exit code 137, and cannot be restarted: ")
                    .contains("Corridor has stopped.")
                    .doesNotContain("\tat ");
            assertThat(up.exitCode()).isNotZero();
        }
        assertThat(ports.isFree()).isTrue();
    }

    private CommandProcess run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--port-offset", Integer.toString(ports.offset())));
        return CommandProcess.start(home, SHORT_LIVED, all.toArray(String[]::new));
    }

    private static void stop(CommandProcess up) throws Exception {
        assertThat(up.interrupt().said()).endsWith("Corridor is stopping.\nCorridor has stopped.\n");
    }

    private void assertTheStoryHolds() throws Exception {
        try (var demo = run("demo")) {
            assertThat(demo.said()).contains("The difference is zero in every currency");
            assertThat(demo.exitCode()).isZero();
        }
    }

    private void assertASecondPlatformIsRefused(CommandProcess first) throws Exception {
        try (var second = run("up")) {
            assertThat(second.said())
                    .contains("corridor: A platform is running")
                    .contains("(process " + first.pid() + ")")
                    .doesNotContain("\tat ");
            assertThat(second.exitCode()).isNotZero();
        }
    }

    private String pay(String amount) {
        var payment = new JsonObject().put("amount", amount).put("currency", "USD");
        var client = client();
        return client.post("/api/payment/1.0.0/process", adasToken(client), payment)
                .body()
                .getString("id");
    }

    private JsonObject find(String payment) {
        var client = client();
        var found = client.get("/api/payment/1.0.0/payments/" + payment, adasToken(client));
        assertThat(found.status()).isEqualTo(200);
        return found.body();
    }

    private PlatformClient client() {
        return PlatformClient.ofRunning(ports, environment());
    }

    private static String adasToken(PlatformClient client) {
        return client.userToken(DemoUsers.ADA.username(), "");
    }

    private Home home() {
        return Home.of(environment(), ports);
    }

    private Map<String, String> environment() {
        return Map.of("CORRIDOR_HOME", home.toString());
    }

    /** Where an ephemeral platform has its data; its certificate is two levels down. */
    private Path dataFolder() {
        return RunFile.read(home().runFile())
                .orElseThrow()
                .certificate()
                .getParent()
                .getParent();
    }

    /** @param folder that it keeps in the data folder */
    private ProcessHandle process(String folder) throws IOException {
        var pid = Files.readString(dataFolder().resolve(folder + "/process")).split(" ")[0];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static List<String> filesIn(Home home) throws IOException {
        try (var files = Files.list(home.path())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
