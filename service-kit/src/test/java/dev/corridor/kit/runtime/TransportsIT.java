package dev.corridor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.kit.testing.SampleService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportsIT {
    @Test
    void a_port_that_is_taken_for_a_moment_only_delays_the_start() throws Exception {
        var timers = Vertx.vertx();
        var taken = new ServerSocket(0, 1, InetAddress.getByName(Ports.LOOPBACK));
        timers.setTimer(1_000, later -> {
            try {
                taken.close();
            } catch (java.io.IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        });
        var environment = new HashMap<>(SampleService.ENVIRONMENT);
        environment.put("HTTP_PORT", Integer.toString(taken.getLocalPort()));
        var sample = new SampleService(rest -> List.of("getThing", "createThing", "getOpen")
                .forEach(operation -> rest.publicOperation(
                        operation, (caller, request) -> Future.succeededFuture(Reply.noContent()))));

        try (var service = RunningService.start(sample, environment)) {
            assertThat(taken.isClosed()).isTrue();
            assertThat(service.http().get("/health/live").status()).isEqualTo(200);
        } finally {
            timers.close().await();
        }
    }
}
