package dev.corridor.platform.command;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.RateStream;
import dev.corridor.platform.demo.DemoUsers;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.Progress;
import dev.corridor.platform.local.Platform;
import dev.corridor.platform.local.PlatformOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/**
 * Runs a platform once from start to stop, so that the JVM can write the loaded classes to a class data sharing archive. The
 * build runs this command.
 */
@Command(name = "warm", hidden = true)
public final class WarmCommand implements Runnable {
    private static final int FIRST_OFFSET = 12_001;
    private static final int LAST_OFFSET = 12_400;

    @Override
    public void run() {
        try {
            runIn(Files.createTempDirectory("corridor-warm-"));
        } catch (IOException e) {
            throw new CommandFailure("No temporary folder can be created: " + e.getMessage(), e);
        }
    }

    private static void runIn(Path folder) {
        var options =
                new PlatformOptions(freePorts(), folder, false, false, PlatformOptions.instancesForThisMachine(), true);
        var platform = new Platform(options, new Progress(System.out));
        // A shutdown hook also cleans up when Ctrl-C stops the build.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, folder), "stop"));
        platform.start();
        callEveryTransport(PlatformClient.of(options.ports(), platform.runFile()));
    }

    private static void stop(Platform platform, Path folder) {
        platform.close();
        Home.deleteTree(folder);
    }

    private static void callEveryTransport(PlatformClient client) {
        var user = DemoUsers.ADA;
        var token = client.userToken(user.username(), "");
        client.get("/api/profile/1.0.0/users/" + user.userId(), token);
        client.post(
                "/api/payment/1.0.0/process",
                token,
                new JsonObject().put("amount", 1).put("currency", "USD"));
        client.post(
                "/graphql/1.0.0",
                token,
                new JsonObject().put("query", "{ userDashboard(userId: \"me\") { balance } }"));
        RateStream.open(client, List.of("USD/EUR")).close();
    }

    private static PortMap freePorts() {
        return IntStream.range(FIRST_OFFSET, LAST_OFFSET)
                .mapToObj(PortMap::new)
                .filter(PortMap::isFree)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("No free ports were found."));
    }
}
