package dev.corridor.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.demo.DemoUsers;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts, uses, stops, kills and restarts a platform over the command line. */
class PlatformIT {
    private static final String READY = "Ctrl-C stops everything";

    /** Switches off the optimising compiler, also in the services' JVMs: it does not pay off in a short test. */
    private static final Map<String, String> VARIABLES =
            Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1", "CORRIDOR_LOG_LEVEL", "INFO");

    @TempDir
    Path home;

    private final PortMap ports = CommandProcess.freePorts();

    @Test
    void a_payment_survives_a_restart() throws Exception {
        String payment;
        try (var up = run("up")) {
            up.awaitOutput(READY);
            payment = pay("12.34");
            assertPaymentsInFlightAreAnswered(up);
        }
        assertThat(ports.isFree()).isTrue();

        try (var up = run("up")) {
            up.awaitOutput(READY);
            assertThat(find(payment).getString("amount")).isEqualTo("12.34");
            stop(up);
        }
    }

    @Test
    void a_payment_survives_a_kill_which_also_ends_all_child_processes() throws Exception {
        String payment;
        try (var up = run("up", "--processes")) {
            up.awaitOutput(READY);
            payment = pay("12.34");
            assertOneLogLineWithItsCorrelationId(payment);
            var servers = up.descendants();
            assertThat(servers).hasSizeGreaterThanOrEqualTo(9);
            up.kill();
            for (var server : servers) {
                assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(60));
            }
        }

        try (var up = run("up")) {
            up.awaitOutput(READY);
            assertThat(find(payment).getString("amount")).isEqualTo("12.34");
            stop(up);
        }
    }

    @Test
    void killed_services_and_servers_are_restarted_and_nothing_is_left_after_the_stop() throws Exception {
        try (var up = run("up", "--ephemeral", "--processes")) {
            up.awaitOutput(READY);
            var killed = process("services/profile");
            assertThat(Files.readString(Path.of("/proc/" + killed.pid() + "/environ")))
                    .contains("DATABASE_PASSWORD=")
                    .doesNotContain("OWNER");
            killed.destroyForcibly();
            var output = up.awaitOutput("The profile service is running again");
            assertThat(output).contains("The profile service (process " + killed.pid() + ") ended with exit code 137");
            for (var server : List.of("PostgreSQL", "Redis", "Kafka")) {
                process(server.toLowerCase(Locale.ROOT)).destroyForcibly();
                up.awaitOutput(server + " is running again");
            }
            process("services/edge").destroyForcibly();
            up.awaitOutput("The edge is running again");
            assertWalkthroughSucceeds();

            assertSecondPlatformIsRefused(up);
            assertUnknownUserIsToldWhoThereIs();
            var servers = up.descendants();
            assertThat(servers).hasSizeGreaterThanOrEqualTo(9);
            var data = dataFolder();
            stop(up);
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(data).doesNotExist();
        }
        assertThat(ports.isFree()).isTrue();
        assertThat(filesIn(home())).containsExactlyInAnyOrder("lock", "corridor.log");
    }

    @Test
    void a_service_that_cannot_be_restarted_is_tried_again_while_the_others_work() throws Exception {
        try (var up = run("up", "--ephemeral", "--processes")) {
            up.awaitOutput(READY);
            var gateway = process("services/gateway-graphql");
            var folder = dataFolder().resolve("services/gateway-graphql");
            Files.move(folder, folder.resolveSibling("moved"));
            Files.createFile(folder);

            gateway.destroyForcibly();
            up.awaitOutput("The gateway-graphql service cannot be restarted: ");
            up.awaitOutput("The next attempt is in 2 s.");
            assertThat(pay("12.34")).isNotNull();
            Files.delete(folder);

            up.awaitOutput("The gateway-graphql service is running again");
            var profile = process("services/profile");
            profile.destroyForcibly();
            process("postgresql").destroyForcibly();
            up.awaitOutput("The profile service is running again");
            assertPaymentsInFlightAreAnswered(up);
        }
        assertThat(ports.isFree()).isTrue();
    }

    /** Stops the platform while payments are made at the service's own port. */
    private void assertPaymentsInFlightAreAnswered(CommandProcess up) throws Exception {
        String token = adaToken(client());
        var statuses = new ConcurrentLinkedQueue<Integer>();
        var callers = IntStream.range(0, 8)
                .mapToObj(caller -> CompletableFuture.runAsync(() -> payUntilRefused(token, statuses)))
                .toList();
        await().atMost(Duration.ofSeconds(60)).until(() -> statuses.size() > 50);

        stop(up);

        callers.forEach(CompletableFuture::join);
        assertThat(statuses).containsOnly(201);
    }

    private void payUntilRefused(String token, Queue<Integer> statuses) {
        var http = HttpCaller.overHttp1(ports.http(ServiceName.PAYMENT));
        var payment = new JsonObject().put("amount", 1).put("currency", "USD");
        try {
            while (true) {
                statuses.add(http.request("POST", "/process")
                        .token(token)
                        .json(payment)
                        .sendAsync()
                        .join()
                        .status());
            }
        } catch (CompletionException refused) {
            // The service has stopped.
        }
    }

    private CommandProcess run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--port-offset", Integer.toString(ports.offset())));
        return CommandProcess.start(home, VARIABLES, all.toArray(String[]::new));
    }

    private static void stop(CommandProcess up) throws Exception {
        assertThat(up.terminate().output()).endsWith("Corridor is stopping.\nCorridor has stopped.\n");
    }

    private void assertWalkthroughSucceeds() throws Exception {
        try (var demo = run("demo")) {
            assertThat(demo.output()).contains("The difference is zero in every currency");
            assertThat(demo.exitCode()).isZero();
        }
    }

    private void assertSecondPlatformIsRefused(CommandProcess first) throws Exception {
        try (var second = run("up")) {
            assertThat(second.output())
                    .contains("corridor: A platform is running")
                    .contains("(process " + first.pid() + ")")
                    .doesNotContain("\tat ");
            assertThat(second.exitCode()).isNotZero();
        }
    }

    private void assertUnknownUserIsToldWhoThereIs() throws Exception {
        try (var token = run("token", "--user", "nobody")) {
            assertThat(token.output()).endsWith("corridor: There is no user nobody. Users: ada, blaise, chen.\n");
            assertThat(token.exitCode()).isNotZero();
        }
    }

    private void assertOneLogLineWithItsCorrelationId(String payment) throws Exception {
        var log = home().path().resolve("services/payment/server.log");
        assertThat(Files.readAllLines(log).stream().filter(line -> line.contains(payment)))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("COMPLETED", "correlation_id");
    }

    private String pay(String amount) {
        var payment = new JsonObject().put("amount", amount).put("currency", "USD");
        var client = client();
        return client.post("/api/payment/1.0.0/process", adaToken(client), payment)
                .body()
                .getString("id");
    }

    private JsonObject find(String payment) {
        var client = client();
        var found = client.get("/api/payment/1.0.0/payments/" + payment, adaToken(client));
        assertThat(found.status()).isEqualTo(200);
        return found.body();
    }

    private PlatformClient client() {
        return PlatformClient.ofRunning(ports, environment());
    }

    private static String adaToken(PlatformClient client) {
        return client.userToken(DemoUsers.ADA.username(), "");
    }

    private Home home() {
        return Home.of(environment(), ports);
    }

    private Map<String, String> environment() {
        return Map.of("CORRIDOR_HOME", home.toString());
    }

    /** The data folder of an ephemeral platform. Its certificate lies two levels below. */
    private Path dataFolder() {
        return RunFile.read(home().runFile())
                .orElseThrow()
                .certificate()
                .getParent()
                .getParent();
    }

    /** The process whose id is stored in that folder of the data folder. */
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
