package dev.corridor.kit.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    /** Stands for the native transport's exception, which exists only where its library is loaded. */
    private static final class OfAnotherTransport extends IOException {
        private static final long serialVersionUID = 1;

        OfAnotherTransport(String message) {
            super(message);
        }
    }

    static Stream<Throwable> failures_of_connections() {
        return Stream.of(
                new ConnectException("Connection refused"),
                new SocketException("Connection reset"),
                new NoRouteToHostException("No route to host"),
                new UnknownHostException("postgres"),
                new IOException("Broken pipe"),
                new OfAnotherTransport("recvAddress(..) failed with error(-104): Connection reset by peer"),
                new ClosedChannelException(),
                new SSLException("closing inbound before receiving peer's close_notify"),
                new ConnectionPoolTooBusyException("Connection pool reached max wait queue size of 2000"),
                ClosedConnectionException.INSTANCE,
                VertxException.noStackTrace("Timeout waiting for connection"),
                VertxException.noStackTrace("Connection is not active now, current status: CLOSED"),
                new VertxException("Pending requests failed to be sent", new IOException("Connection timed out")));
    }

    @ParameterizedTest
    @MethodSource
    void failures_of_connections(Throwable failure) {
        assertThat(Database.isUnavailable(failure)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "08P01", "25006", "25P03", "40001", "40003", "40P01", "53100", "53200", "53300", "57014",
                "57P01", "57P02", "57P03", "57P05", "58030"
            })
    void states_of_a_database_that_does_not_serve_just_now(String state) {
        assertThat(Database.isUnavailable(failed(state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22003", "22021", "23502", "23505", "23514", "25001", "42501", "42601", "XX000"})
    void states_of_a_statement_that_is_wrong(String state) {
        assertThat(Database.isUnavailable(failed(state))).isFalse();
    }

    static Stream<Throwable> failures_of_other_things() {
        return Stream.of(new IllegalStateException(), new NoSuchFileException("/etc/none"), new VertxException("no"));
    }

    @ParameterizedTest
    @MethodSource
    void failures_of_other_things(Throwable failure) {
        assertThat(Database.isUnavailable(failure)).isFalse();
    }

    private static PgException failed(String state) {
        return new PgException("failed", "ERROR", state, "detail");
    }
}
