package dev.corridor.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

class AccessLogIT {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("dev.corridor.access");
    private static RunningEdge edge;

    private final Lines lines = new Lines();

    @BeforeAll
    static void startEdge() {
        edge = RunningEdge.start();
    }

    @AfterAll
    static void stopEdge() {
        edge.close();
    }

    @BeforeEach
    void listen() {
        LOG.setLevel(Level.INFO);
        lines.start();
        LOG.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(lines);
        LOG.setLevel(null);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void a_request_is_logged_without_its_query_and_token(HttpClient.Version version) {
        edge.send(edge.request("/api/profile/1.0.0/users/7?email=ada@corridor.example", "profile:read")
                .version(version)
                .header("x-correlation-id", "the-one-asked"));

        var line = lines.next();
        assertThat(line.words()).isEqualTo("INFO request");
        assertThat(line.fields())
                .containsOnlyKeys(
                        "correlation_id",
                        "method",
                        "path",
                        "protocol",
                        "status",
                        "bytes_in",
                        "bytes_out",
                        "duration_ms",
                        "api",
                        "version",
                        "operation",
                        "plan",
                        "application",
                        "user");
        assertThat((long) line.fields().get("bytes_out")).isPositive();
        assertThat(line.fields())
                .containsEntry("correlation_id", "the-one-asked")
                .containsEntry("api", "Profile")
                .containsEntry("version", "1.0.0")
                .containsEntry("plan", "Plenty")
                .containsEntry("application", "corridor")
                .containsEntry("protocol", version == HttpClient.Version.HTTP_2 ? "h2" : "http/1.1")
                .containsEntry("method", "GET")
                .containsEntry("path", "/api/profile/1.0.0/users/7")
                .containsEntry("status", 200);
    }

    @Test
    void a_refused_request_is_logged_with_its_status() {
        edge.send(edge.anonymous("/api/profile/1.0.0/users").header("x-correlation-id", "the-one-refused"));

        var line = lines.next();
        assertThat(line.fields())
                .containsEntry("correlation_id", "the-one-refused")
                .containsEntry("status", 401)
                .containsEntry("error", "unauthenticated")
                .doesNotContainKeys("user", "application");
    }

    @Test
    void what_is_sent_and_answered_is_measured() {
        edge.send(edge.request("/api/profile/1.0.0/users", "profile:read")
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(1_000))));

        var line = lines.next();
        assertThat((long) line.fields().get("bytes_in")).isGreaterThanOrEqualTo(1_000);
        assertThat((long) line.fields().get("bytes_out")).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void a_health_probe_is_not_logged() {
        edge.send(edge.anonymous("/health/ready"));
        edge.send(edge.anonymous("/something"));

        assertThat(lines.next().fields()).containsEntry("path", "/something");
    }

    private record Line(String words, Map<String, Object> fields) {}

    /** Appender that collects the lines on the thread of the request, as the real one writes them. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final BlockingQueue<Line> queue = new LinkedBlockingQueue<>();

        Line next() {
            try {
                return queue.poll(120, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        protected void append(ILoggingEvent event) {
            var fields =
                    event.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
            queue.add(new Line(event.getLevel() + " " + event.getFormattedMessage(), fields));
        }
    }
}
