package dev.corridor.platform.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.ServerFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PortMapIT {
    @Test
    void without_an_offset_the_default_ports_are_used() {
        var ports = new PortMap(0);
        assertThat(ports.http(ServiceName.PROFILE)).isEqualTo(8001);
        assertThat(ports.http(ServiceName.PAYMENT)).isEqualTo(8002);
        assertThat(ports.http(ServiceName.LEDGER)).isEqualTo(8003);
        assertThat(ports.http(ServiceName.FOREX)).isEqualTo(8006);
        assertThat(ports.http(ServiceName.GATEWAY_GRAPHQL)).isEqualTo(4000);
        assertThat(ports.grpc(ServiceName.PROFILE)).isEqualTo(50051);
        assertThat(ports.grpc(ServiceName.FOREX)).isEqualTo(50056);
        assertThat(ports.edgeHttp()).isEqualTo(8280);
        assertThat(ports.edgeHttps()).isEqualTo(8243);
        assertThat(ports.edgeWebSocket()).isEqualTo(9099);
        assertThat(ports.edgeConsole()).isEqualTo(9443);
    }

    @Property
    void an_offset_moves_every_port_within_the_valid_range(@ForAll @IntRange(max = PortMap.MAX_OFFSET) int offset) {
        var unmoved = new PortMap(0).all().keySet().stream().map(port -> port + offset);
        var moved = new PortMap(offset).all().keySet();
        assertThat(moved).containsExactlyElementsOf(unmoved.toList()).allMatch(port -> port <= 65_535);
    }

    @Test
    void an_offset_out_of_range_is_refused() {
        assertThatThrownBy(() -> new PortMap(-1)).isInstanceOf(CommandFailure.class);
        assertThatThrownBy(() -> new PortMap(PortMap.MAX_OFFSET + 1)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void a_port_in_use_is_reported_with_the_name_of_its_user() throws Exception {
        var ports = new PortMap(PortMap.MAX_OFFSET - 7);
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getByName(Ports.LOOPBACK), ports.redis()));
            assertThatThrownBy(ports::requireFree)
                    .isInstanceOf(ServerFailure.class)
                    .hasMessageContaining("Port " + ports.redis())
                    .hasMessageContaining("Redis");
        }
    }
}
