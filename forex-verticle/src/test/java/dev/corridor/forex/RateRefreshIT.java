package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.corridor.forex.reference.client.EcbArchive;
import dev.corridor.forex.reference.client.EcbServer;
import dev.corridor.forex.reference.domain.PublicationCalendar;
import dev.corridor.forex.reference.usecase.RateRefreshVerticle;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Download of new publications while the service runs. */
class RateRefreshIT {
    private static final LocalDate EMBEDDED = new EcbArchive().newest().asOf();
    private static final PublicationCalendar CALENDAR = new PublicationCalendar();

    private final LocalDate newest = CALENDAR.lastDueBy(Instant.now());
    private final EcbServer bank = new EcbServer();
    private RunningForex forex;

    @AfterEach
    void stop() {
        forex.close();
        bank.close();
    }

    @Test
    void a_new_publication_reaches_every_event_loop_while_the_service_runs() {
        bank.answer("eurofxref-daily.xml", EcbServer.status(500));
        forex = running();
        assertThat(forex.get("/health/ready", "").status()).isEqualTo(200);
        assertThat(latest().getString("as_of")).isEqualTo(EMBEDDED.toString());

        bank.serve("eurofxref-daily.xml", EcbServer.file(List.of(newest), "1.2345"));

        forex.until(() -> Collections.nCopies(6, "/rates/latest").stream()
                .map(path -> forex.getOnNewConnection(path).json().getString("as_of"))
                .allMatch(newest.toString()::equals));
        assertThat(latest().getJsonObject("rates")).isEqualTo(new JsonObject().put("USD", "1.2345"));
    }

    @Test
    void live_prices_follow_a_new_publication() {
        bank.answer("eurofxref-daily.xml", EcbServer.status(500));
        forex = running();
        try (var client = forex.stream()) {
            long before =
                    client.send("{\"subscribe\":[\"EUR/USD\"]}").next("tick").getLong("seq");

            bank.serve("eurofxref-daily.xml", EcbServer.file(List.of(newest), "1.2345"));

            forex.until(() ->
                    forex.get("/instruments").json().getJsonArray("instruments").size() == 2);
            var ticks = client.take(20);
            assertThat(ticks).allSatisfy(tick -> assertThat(tick.getLong("seq")).isGreaterThan(before));
            client.next(tick -> new BigDecimal(tick.getString("mid", "0")).compareTo(new BigDecimal("1.2")) > 0);
        }
    }

    @Test
    void missed_publications_are_downloaded_too() {
        var missed = EMBEDDED.plusDays(1)
                .datesUntil(newest.plusDays(1))
                .filter(CALENDAR::publishesOn)
                .sorted(Collections.reverseOrder())
                .toList();
        bank.serve("eurofxref-daily.xml", EcbServer.file(List.of(newest), "1.2345"));
        bank.serve("eurofxref-hist-90d.xml", EcbServer.file(missed, "1.2345"));
        bank.serve("eurofxref-hist.xml", EcbServer.file(missed, "1.2345"));
        forex = running();

        forex.until(() ->
                forex.get("/rates/" + missed.get(missed.size() - 1)).body().contains("1.2345"));
        forex.awaitHistory();

        var months = forex.get(
                        "/rates/series?by=month&symbols=USD&from=%s&to=%s".formatted(EMBEDDED.plusDays(1), newest))
                .json();
        assertThat(months.getJsonArray("points")).hasSize((int)
                missed.stream().map(day -> day.withDayOfMonth(1)).distinct().count());
        assertThat(forex.get("/currencies").json().getJsonArray("currencies").stream()
                        .map(JsonObject.class::cast)
                        .filter(currency -> !currency.getBoolean("discontinued"))
                        .map(currency -> currency.getString("code")))
                .as("currencies of the newest publication")
                .containsExactly("EUR", "USD");
    }

    @Test
    void an_implausible_publication_is_refused_and_logged_once() {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(RateRefreshVerticle.class);
        logger.addAppender(log);
        bank.serve("eurofxref-daily.xml", EcbServer.file(List.of(LocalDate.parse("2999-01-02")), "1.2345"));
        forex = running();

        forex.until(() -> bank.requests() >= 3);
        logger.detachAppender(log);

        assertThat(latest().getString("as_of")).isEqualTo(EMBEDDED.toString());
        assertThat(log.list.stream()
                        .filter(event -> event.getLevel() == Level.WARN)
                        .toList())
                .hasSize(1);
    }

    private JsonObject latest() {
        return forex.get("/rates/latest").json();
    }

    private RunningForex running() {
        return new RunningForex(Map.of(
                "ECB_URL", bank.daily().toString(),
                "ECB_TIMEOUT", "PT2S",
                "ECB_RETRY_PAUSE", "PT0.05S",
                "INSTANCES", "2"));
    }
}
