package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.corridor.forex.v1.AlertStatus;
import dev.corridor.forex.v1.AlertTriggeredEvent;
import dev.corridor.forex.v1.CreateAlertRequest;
import dev.corridor.forex.v1.CreateAlertResponse;
import dev.corridor.forex.v1.DeleteAlertRequest;
import dev.corridor.forex.v1.Direction;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetAlertRequest;
import dev.corridor.forex.v1.GetAlertResponse;
import dev.corridor.forex.v1.ListAlertsRequest;
import dev.corridor.forex.v1.Side;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.testing.HttpResult;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Price alerts over REST, gRPC and the streams. */
class AlertsIT {
    private static final String FAR_ABOVE = "{\"pair\":\"USD/EUR\",\"price\":\"1000\",\"direction\":\"above\"}";
    private static final String ALREADY_REACHED = "{\"pair\":\"USD/EUR\",\"price\":\"0.01\",\"direction\":\"above\"}";

    private static RunningForex forex;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.1S", "INSTANCES", "2", "MAX_ALERTS", "5"));
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void an_alert_waits_until_it_is_deleted() {
        var ada = new Owner();
        var created = ada.post(FAR_ABOVE);

        assertThat(created.status()).isEqualTo(201);
        var alert = created.json();
        assertThat(created.headers().firstValue("location")).contains("alerts/" + alert.getString("id"));
        assertThat(alert.fieldNames())
                .containsExactly(
                        "id", "pair", "side", "direction", "price", "status", "created_at", "expires_at", "triggered");
        assertThat(alert.getString("status")).isEqualTo("active");
        assertThat(alert.getString("side")).isEqualTo("mid");
        assertThat(ada.get("/alerts/" + alert.getString("id")).json()).isEqualTo(alert);

        assertThat(ada.delete("/alerts/" + alert.getString("id")).status()).isEqualTo(204);
        assertThat(ada.get("/alerts/" + alert.getString("id")).status()).isEqualTo(404);
        assertThat(ada.delete("/alerts/" + alert.getString("id")).json().getString("code"))
                .isEqualTo("alert_not_found");
    }

    @Test
    void a_price_that_is_already_reached_triggers_at_once_and_once() {
        var ada = new Owner();
        try (var stream = forex.stream();
                var otherStream = forex.stream();
                var anonymous = forex.stream()) {
            ada.authenticate(stream);
            new Owner().authenticate(otherStream);

            var id = ada.post(ALREADY_REACHED).json().getString("id");

            var message = stream.next("alert");
            assertThat(message.getString("id")).isEqualTo(id);
            assertThat(message.getString("status")).isEqualTo("triggered");
            assertThat(new BigDecimal(message.getJsonObject("triggered").getString("price")))
                    .isGreaterThan(new BigDecimal("0.01"));
            assertThat(ada.get("/alerts/" + id).json()).isEqualTo(withoutType(message));
            var events = events(id);
            assertThat(events).hasSize(1);
            assertThat(events.get(0).getOwner()).isEqualTo(ada.subject);
            assertThat(events.get(0).getPair()).isEqualTo("USD/EUR");
            assertThat(events.get(0).getTriggeredPrice())
                    .isEqualTo(message.getJsonObject("triggered").getString("price"));
            assertQuiet(stream);
            assertQuiet(otherStream);
            assertQuiet(anonymous);
        }
    }

    @Test
    void the_tick_that_crosses_the_price_triggers() {
        var ada = new Owner();
        try (var stream = forex.stream()) {
            ada.authenticate(stream);
            stream.send("{\"subscribe\":[\"USD/JPY\"]}");
            var mid = stream.next("tick").getString("mid");

            var id = ada.post("{\"pair\":\"USD/JPY\",\"price\":\"" + mid + "\",\"direction\":\"crosses\"}")
                    .json()
                    .getString("id");

            var message = stream.next("alert");
            assertThat(message.getString("id")).isEqualTo(id);
            assertThat(message.getJsonObject("triggered").getLong("seq")).isPositive();
        }
    }

    @Test
    void server_sent_events_have_the_alert_too() {
        var ada = new Owner();
        try (var lines = forex.lines(
                "/rates/stream?pairs=USD/EUR&interval_ms=60000", Map.of("authorization", "Bearer " + ada.token()))) {
            var events = lines.iterator();
            events.next();

            var id = ada.post(ALREADY_REACHED).json().getString("id");

            var line = events.next();
            while (!line.equals("event: alert")) {
                line = events.next();
            }
            assertThat(new JsonObject(events.next().substring("data: ".length())).getString("id"))
                    .isEqualTo(id);
        }
    }

    @Test
    void an_expired_alert_does_not_trigger() {
        var ada = new Owner();
        var soon = Instant.now().plusSeconds(1);
        var id = ada.post("{\"pair\":\"USD/EUR\",\"price\":\"1000\",\"direction\":\"above\",\"expires_at\":\"" + soon
                        + "\"}")
                .json()
                .getString("id");

        forex.until(() -> ada.get("/alerts/" + id).json().getString("status").equals("expired"));
    }

    @Test
    void alerts_are_visible_to_their_owner_only() {
        var id = new Owner().post(FAR_ABOVE).json().getString("id");
        var other = new Owner();

        assertThat(other.get("/alerts/" + id).status()).isEqualTo(404);
        assertThat(other.delete("/alerts/" + id).status()).isEqualTo(404);
        assertThat(other.get("/alerts").json().getJsonArray("alerts")).isEmpty();
        assertThat(forex.get("/alerts", "").status()).isEqualTo(401);
        assertThat(forex.get("/alerts", forex.token("ledger:read")).status()).isEqualTo(403);
    }

    @Test
    void an_owner_cannot_exceed_the_limit_even_with_concurrent_requests() {
        var ada = new Owner();
        var answers = IntStream.range(0, 20)
                .parallel()
                .mapToObj(i -> ada.post(FAR_ABOVE))
                .toList();

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(5);
        assertThat(answers.stream().filter(answer -> answer.status() != 201))
                .allSatisfy(
                        answer -> assertThat(answer.json().getString("code")).isEqualTo("too_many_alerts"));
        var one = answers.stream()
                .filter(answer -> answer.status() == 201)
                .findFirst()
                .orElseThrow();
        ada.delete("/alerts/" + one.json().getString("id"));
        assertThat(ada.post(FAR_ABOVE).status()).isEqualTo(201);
    }

    @Test
    void pages_have_the_newest_alerts_first() {
        var ada = new Owner();
        var created = new ArrayList<String>();
        IntStream.range(0, 5)
                .forEach(i -> created.add(0, ada.post(FAR_ABOVE).json().getString("id")));

        var page = ada.get("/alerts?limit=2").json();
        var next = ada.get("/alerts?limit=3&cursor=" + page.getString("next_cursor"))
                .json();

        var listed = new ArrayList<String>();
        List.of(page, next).forEach(each -> each.getJsonArray("alerts")
                .forEach(alert -> listed.add(((JsonObject) alert).getString("id"))));
        assertThat(listed).isEqualTo(created);
        assertThat(next.containsKey("next_cursor")).isFalse();
        assertThat(ada.get("/alerts?cursor=nonsense").json().getString("code")).isEqualTo("cursor_invalid");
        assertThat(new Owner()
                        .get("/alerts?cursor=" + page.getString("next_cursor"))
                        .json()
                        .getString("code"))
                .isEqualTo("cursor_invalid");
    }

    @Test
    void a_cursor_of_other_candles_is_refused() {
        var from = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String list = "/candles?pair=GBP/USD&granularity=1s&from=" + from;
        forex.until(() -> forex.get(list + "&limit=1").json().containsKey("next_cursor"));
        String cursor = "&cursor=" + forex.get(list + "&limit=1").json().getString("next_cursor");

        assertThat(forex.get(list + "&limit=2" + cursor).status()).isEqualTo(200);
        for (String other : List.of(
                "pair=USD/EUR&granularity=1s&from=" + from,
                "pair=GBP/USD&granularity=1m&from=" + from,
                "pair=GBP/USD&granularity=1s",
                "pair=GBP/USD&granularity=1s&to=2099-01-01T00:00:00Z&from=" + from)) {
            forex.get("/candles?" + other + cursor).assertProblem(400, "cursor_invalid");
        }
        forex.get(list + "&cursor=" + from).assertProblem(400, "cursor_invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400|invalid_request",
                "{\"pair\":\"USD/EUR\",\"price\":1.2,\"direction\":\"above\"}|400|invalid_request",
                "{\"pair\":\"USD/EUR\",\"price\":\"1\",\"direction\":\"sideways\"}|400|invalid_request",
                "{\"pair\":\"USD/EUR\",\"price\":\"1\",\"direction\":\"above\",\"side\":\"last\"}|400|invalid_request",
                "{\"pair\":\"USD/EUR\",\"price\":\"-1\",\"direction\":\"above\"}|422|price_invalid",
                "{\"pair\":\"USD/EUR\",\"price\":\"1e9\",\"direction\":\"above\"}|422|price_invalid",
                "{\"pair\":\"FOO/BAR\",\"price\":\"1\",\"direction\":\"above\"}|422|unknown_pair",
                "{\"pair\":\"USD/EUR\",\"price\":\"1\",\"direction\":\"above\",\"expires_at\":\"soon\"}|400|time_invalid",
                "{\"pair\":\"USD/EUR\",\"price\":\"1\",\"direction\":\"above\",\"expires_at\":\"2020-01-01\"}|422|expiry_invalid"
            })
    void an_invalid_alert_is_refused_with_its_code(String body, int status, String code) {
        var answer = new Owner().post(body);

        assertThat(answer.json().getString("code")).as(answer.body()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void grpc_has_the_same_operations() {
        var ada = new Owner();
        var grpc = forex.grpc();
        var created = grpc.call(
                        ForexServiceGrpcClient.CreateAlert,
                        CreateAlertRequest.newBuilder()
                                .setPair("USD/EUR")
                                .setPrice("0.01")
                                .setSide(Side.SIDE_BID)
                                .setDirection(Direction.DIRECTION_BELOW)
                                .build(),
                        ada.token())
                .map(CreateAlertResponse::getAlert)
                .await();

        assertThat(created.getStatus()).isEqualTo(AlertStatus.ALERT_STATUS_ACTIVE);
        var byId = GetAlertRequest.newBuilder().setAlertId(created.getAlertId()).build();
        assertThat(grpc.call(ForexServiceGrpcClient.GetAlert, byId, ada.token())
                        .map(GetAlertResponse::getAlert)
                        .await())
                .isEqualTo(created);
        var listed = grpc.call(ForexServiceGrpcClient.ListAlerts, ListAlertsRequest.getDefaultInstance(), ada.token())
                .await();
        assertThat(listed.getAlertsList()).containsExactly(created);
        grpc.call(
                        ForexServiceGrpcClient.DeleteAlert,
                        DeleteAlertRequest.newBuilder()
                                .setAlertId(created.getAlertId())
                                .build(),
                        ada.token())
                .await();
        assertThatThrownBy(() -> grpc.call(ForexServiceGrpcClient.GetAlert, byId, ada.token())
                        .map(GetAlertResponse::getAlert)
                        .await())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("alert_not_found"));
    }

    /** An owner without alerts. */
    private static final class Owner {
        private final String subject = UUID.randomUUID().toString();

        String token() {
            return forex.tokenOf(subject, "forex:read");
        }

        HttpResult post(String body) {
            return forex.post("/alerts", body, token());
        }

        HttpResult get(String path) {
            return forex.get(path, token());
        }

        HttpResult delete(String path) {
            return forex.delete(path, token());
        }

        void authenticate(StreamClient stream) {
            stream.send("{\"authenticate\":\"" + token() + "\"}");
            assertThat(stream.next("authenticated").getString("subject")).isEqualTo(subject);
        }
    }

    private static JsonObject withoutType(JsonObject message) {
        var alert = message.copy();
        alert.remove("type");
        return alert;
    }

    /** Returns the events of an alert in the outbox. */
    private static List<AlertTriggeredEvent> events(String alertId) {
        var database = forex.databaseAsOwner();
        var rows = database.pool()
                .preparedQuery("select type, value from outbox_event where event_key = $1")
                .execute(Tuple.of(alertId))
                .await();
        database.close().await();
        var events = new ArrayList<AlertTriggeredEvent>();
        for (var row : rows) {
            assertThat(row.getString("type")).isEqualTo("dev.corridor.forex.alert_triggered");
            events.add(event(row.getBuffer("value").getBytes()));
        }
        return events;
    }

    private static AlertTriggeredEvent event(byte[] value) {
        try {
            return AlertTriggeredEvent.parseFrom(value);
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    /** Asserts that no message waits before the response to a ping. */
    private static void assertQuiet(StreamClient stream) {
        stream.send("{\"ping\":1}");
        assertThat(stream.next(message -> !message.getString("type").equals("heartbeat"))
                        .getString("type"))
                .isEqualTo("pong");
    }
}
