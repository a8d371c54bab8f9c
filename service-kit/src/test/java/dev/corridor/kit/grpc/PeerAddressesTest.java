package dev.corridor.kit.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.metrics.VertxMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerAddressesTest {
    private static final HostPort ONE = new HostPort("10.0.0.1", 50051);
    private static final HostPort TWO = new HostPort("10.0.0.2", 50051);
    private static final HostPort THREE = new HostPort("10.0.0.3", 50051);

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> probed = Promise.promise();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void addresses_take_turns() {
        var addresses = addresses(ONE, TWO, THREE);

        assertThat(next(addresses, 6))
                .containsExactly(
                        TWO.toString(),
                        THREE.toString(),
                        ONE.toString(),
                        TWO.toString(),
                        THREE.toString(),
                        ONE.toString());
    }

    @Test
    void an_address_is_left_out_until_a_probe_succeeds() {
        var addresses = addresses(ONE, TWO);
        var two = addresses.next(List.of()).orElseThrow();
        addresses.leaveOut(two, "refused");

        assertThat(next(addresses, 4)).containsOnly(ONE.toString());

        probed.complete();
        await().atMost(ONE_MINUTE).until(() -> !two.isLeftOut());
        assertThat(next(addresses, 4)).contains(TWO.toString());
    }

    @Test
    void an_address_that_is_left_out_is_used_when_no_other_is_left() {
        var addresses = addresses(ONE, TWO);
        var two = addresses.next(List.of()).orElseThrow();
        addresses.leaveOut(two, "refused");
        var one = addresses.next(List.of()).orElseThrow();

        assertThat(addresses.next(List.of(one))).contains(two);
        assertThat(addresses.next(List.of(one, two))).isEmpty();
    }

    @Test
    void the_only_address_is_never_left_out() {
        var addresses = addresses(ONE);
        var one = addresses.next(List.of()).orElseThrow();

        addresses.leaveOut(one, "refused");

        assertThat(one.isLeftOut()).isFalse();
    }

    @Test
    void an_address_that_a_name_still_has_keeps_its_state() {
        var addresses = addresses(ONE, TWO);
        var two = addresses.next(List.of()).orElseThrow();
        addresses.leaveOut(two, "refused");

        addresses.replace(List.of(TWO, THREE));

        assertThat(next(addresses, 4)).containsOnly(THREE.toString());
        assertThat(addresses.next(List.of(addresses.next(List.of()).orElseThrow())))
                .contains(two);
    }

    @Test
    void a_name_is_replaced_by_its_addresses() {
        var addresses = addresses(new HostPort("localhost", 50051));

        await().atMost(ONE_MINUTE)
                .until(() -> next(addresses, 1).equals(List.of(new HostPort("127.0.0.1", 50051).toString())));
    }

    private PeerAddresses addresses(HostPort... configured) {
        VertxMeters.register(vertx, new SimpleMeterRegistry());
        return new PeerAddresses(vertx, "profile", List.of(configured), address -> probed.future());
    }

    private static List<String> next(PeerAddresses addresses, int calls) {
        return Stream.generate(() -> addresses.next(List.of()).orElseThrow().toString())
                .limit(calls)
                .toList();
    }
}
