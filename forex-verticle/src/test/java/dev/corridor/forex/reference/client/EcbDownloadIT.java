package dev.corridor.forex.reference.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.reference.domain.Publications;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.net.ConnectException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Downloads from a server that answers well, badly or not at all. */
class EcbDownloadIT {
    /** Long enough for a busy machine. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static final Clock NOW = Clock.fixed(Instant.parse("2024-06-14T15:00:00Z"), ZoneOffset.UTC);
    private static final LocalDate TODAY = LocalDate.parse("2024-06-14");

    private final Vertx vertx = Vertx.vertx();
    private final EcbServer server = new EcbServer();
    private final EcbDownload download = new EcbDownload(vertx, server.daily(), TIMEOUT, NOW);

    @AfterEach
    void stop() {
        server.close();
        vertx.close().await();
    }

    @Test
    void the_newest_publication_comes_from_the_daily_file() {
        server.serve("eurofxref-daily.xml", EcbServer.file(List.of(TODAY), "1.0686"));

        assertThat(download.newest().await()).isEqualTo(Publications.of("2024-06-14", Map.of("USD", "1.0686")));
    }

    @ParameterizedTest
    @CsvSource({"2024-06-01, 1.1", "2024-01-01, 2.2"})
    void missed_publications_come_from_the_file_that_covers_them(LocalDate since, String usd) {
        server.serve("eurofxref-hist-90d.xml", EcbServer.file(List.of(TODAY), "1.1"));
        server.serve("eurofxref-hist.xml", EcbServer.file(List.of(TODAY), "2.2"));

        try (var publications = download.since(since).await()) {
            assertThat(publications.next()).isEqualTo(Publications.of("2024-06-14", Map.of("USD", usd)));
        }
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                Arguments.of("an error", EcbServer.status(500)),
                Arguments.of("nothing", EcbServer.status(404)),
                Arguments.of("an empty file", text("")),
                Arguments.of("a page", text("<html><body>Maintenance</body></html>")),
                Arguments.of("no XML", text("{\"USD\":1.0686}")),
                Arguments.of(
                        "half a file",
                        text(EcbServer.file(List.of(TODAY), "1.0686").substring(0, 80))),
                Arguments.of("a rate that is none", text(EcbServer.file(List.of(TODAY), "-1"))),
                Arguments.of("a file without an end", EcbServer.flood()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAnswers")
    void any_other_response_is_a_failure(String what, Consumer<HttpServerResponse> answer) {
        server.answer("eurofxref-daily.xml", answer);

        assertThatThrownBy(() -> download.newest().await()).isInstanceOf(UnreadablePublication.class);
    }

    @Test
    void a_download_that_stalls_times_out() {
        server.answer("eurofxref-daily.xml", EcbServer.stall());
        var impatient = new EcbDownload(vertx, server.daily(), Duration.ofMillis(500), NOW);

        assertThatThrownBy(() -> impatient.newest().await()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void without_a_network_the_download_fails() {
        var nowhere = new EcbDownload(vertx, URI.create("http://127.0.0.1:1/eurofxref-daily.xml"), TIMEOUT, NOW);

        assertThatThrownBy(() -> nowhere.newest().await()).isInstanceOf(ConnectException.class);
    }

    private static Consumer<HttpServerResponse> text(String content) {
        return response -> response.end(content);
    }
}
