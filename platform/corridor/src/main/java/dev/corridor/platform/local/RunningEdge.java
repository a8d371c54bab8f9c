package dev.corridor.platform.local;

import dev.corridor.embedded.ServerFolder;
import dev.corridor.embedded.ServerProcess;
import dev.corridor.embedded.StartTimeout;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.platform.host.HttpProbe;
import dev.corridor.platform.host.ServiceJvm;
import dev.corridor.platform.host.SupervisedServer;
import dev.corridor.platform.host.Supervision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An edge that serves callers, in the platform's process or in one of its own, until it is stopped. */
@FunctionalInterface
interface RunningEdge {
    /** After this the process is killed. It is later than the process's own time limit. */
    Duration KILL_AFTER = EdgeService.STOP_TIMEOUT.plusSeconds(2);

    /** Begins to stop: new callers are refused. Completes when the last stream has ended. */
    CompletableFuture<?> stop();

    static RunningEdge within(ServiceRuntime runtime, Map<String, String> environment) {
        String deployment = StartTasks.await(new EdgeService().deploy(runtime, Settings.of(environment)));
        return () -> runtime.vertx().undeploy(deployment).toCompletionStage().toCompletableFuture();
    }

    /**
     * Starts the edge in a process, which is started again when it ends.
     *
     * @param services holds one folder a service, with its log
     */
    static RunningEdge asProcess(Path services, Map<String, String> environment, Supervision supervision) {
        var process = new SupervisedServer<>(
                        "The edge", () -> startProcess(services, environment), started -> started, supervision)
                .start();
        return () -> CompletableFuture.runAsync(process::close);
    }

    private static ServerProcess startProcess(Path services, Map<String, String> environment) {
        var folder = new ServerFolder("The edge", services.resolve("edge"));
        folder.claim();
        return ServerProcess.start(
                        folder,
                        ServiceJvm.command(ServiceJvm.OPTIONS_OF_EDGE, List.of(EdgeService.class.getName())),
                        environment,
                        ServerProcess.StopSignal.TERM,
                        KILL_AFTER)
                .awaitReady(() -> HttpProbe.isOk(environment, "/health/live"), StartTimeout.ofThisMachine());
    }
}
