package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the served AsyncAPI file with the messages of the running service. */
class AsyncApiIT {
    @Test
    void all_messages_sent_are_described_and_all_described_are_sent() throws IOException {
        var received = new ArrayList<JsonObject>();
        JsonObject contract;
        try (var forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.05S", "STREAM_HEARTBEAT", "PT1S"));
                var quiet = forex.stream();
                var client = forex.stream()) {
            contract = contract(forex);
            received.add(quiet.next("heartbeat"));
            exchange(client, received, "{\"subscribe\":[\"USD/EUR\"],\"id\":1}", "subscribed", "snapshot", "tick");
            exchange(client, received, "{\"unsubscribe\":[\"USD/EUR\"],\"id\":\"two\"}", "unsubscribed");
            exchange(client, received, "{\"list\":true}", "pairs");
            exchange(client, received, "{\"ping\":{\"sent\":1}}", "pong");
            exchange(client, received, "{\"subscribe\":[\"nothing\"]}", "error");
            exchange(client, received, "{\"subscribe\":[\"USD/EUR\"],\"after\":{\"USD/EUR\":1000000000}}", "gap");
            exchange(client, received, "{\"subscribe\":[\"GBP/EUR\"],\"interval_ms\":500}", "subscribed");
            received.add(client.next(message -> message.containsKey("first_seq")));
            exchange(
                    client,
                    received,
                    "{\"subscribe\":[\"GBP/EUR\"],\"candles\":\"1s\"}",
                    "subscribed",
                    "candle",
                    "candle");
            exchange(client, received, "{\"authenticate\":\"" + forex.token("forex:read") + "\"}", "authenticated");
            forex.post(
                    "/alerts",
                    "{\"pair\":\"USD/EUR\",\"price\":\"0.01\",\"direction\":\"above\"}",
                    forex.token("forex:read"));
            received.add(client.next("alert"));
            forex.stop();
            received.add(client.next("shutdown"));
        }

        received.forEach(message -> assertDescribed(contract, message));
        assertThat(received.stream().map(message -> message.getString("type")).collect(Collectors.toSet()))
                .isEqualTo(types(contract, "send"));
    }

    @Test
    void every_example_of_a_client_message_is_accepted() throws IOException {
        try (var forex = new RunningForex(Map.of("STREAM_MAX_MESSAGES_PER_SECOND", "100"));
                var client = forex.stream()) {
            var contract = contract(forex);
            for (var type : types(contract, "receive")) {
                for (var example : examples(contract, type)) {
                    assertDescribed(contract, type, example);
                    client.send(withToken(example, forex).encode());

                    var answer = client.next(message -> "example".equals(message.getString("id")));
                    assertThat(answer.getString("type")).as(example.encode()).isNotEqualTo("error");
                }
            }
        }
    }

    /** Replaces the token of an example by one of the test issuer. */
    private static JsonObject withToken(JsonObject example, RunningForex forex) {
        var message = example.copy().put("id", "example");
        return example.containsKey("authenticate") ? message.put("authenticate", forex.token("forex:read")) : message;
    }

    @Test
    void every_example_matches_its_schema() throws IOException {
        try (var forex = new RunningForex(Map.of())) {
            var contract = contract(forex);
            types(contract, "send").forEach(type -> examples(contract, type)
                    .forEach(example -> assertDescribed(contract, type, example)));
        }
    }

    private static void exchange(StreamClient client, List<JsonObject> received, String message, String... answers) {
        client.send(message);
        for (var answer : answers) {
            received.add(client.next(answer));
        }
    }

    private static JsonObject contract(RunningForex forex) throws IOException {
        var yaml = forex.get("/asyncapi.yaml", "").body();
        return new JsonObject(new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }

    /** Returns the types of an operation's messages. */
    private static TreeSet<String> types(JsonObject contract, String operation) {
        return contract.getJsonObject("operations").getJsonObject(operation).getJsonArray("messages").stream()
                .map(reference -> ((JsonObject) reference).getString("$ref"))
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonObject> examples(JsonObject contract, String type) {
        return message(contract, type).getJsonArray("examples", new JsonArray()).stream()
                .map(example -> ((JsonObject) example).getJsonObject("payload"))
                .toList();
    }

    private static JsonObject message(JsonObject contract, String type) {
        return contract.getJsonObject("components").getJsonObject("messages").getJsonObject(type);
    }

    private static void assertDescribed(JsonObject contract, JsonObject message) {
        assertDescribed(contract, message.getString("type"), message);
    }

    private static void assertDescribed(JsonObject contract, String type, JsonObject payload) {
        var schema = (JsonObject) resolved(contract, message(contract, type).getJsonObject("payload"));
        var options = new JsonSchemaOptions()
                .setBaseUri("https://corridor.dev/")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        var verdict = Validator.create(JsonSchema.of(schema), options).validate(payload);

        assertThat(verdict.getValid())
                .as("%s: %s %s", type, payload, verdict.getErrors())
                .isTrue();
        assertThat(schema.getJsonObject("properties").fieldNames()).containsAll(payload.fieldNames());
    }

    /** Replaces references by the parts that they refer to. */
    private static Object resolved(JsonObject contract, Object part) {
        if (part instanceof JsonArray array) {
            var copy = new JsonArray();
            array.forEach(each -> copy.add(resolved(contract, each)));
            return copy;
        }
        if (!(part instanceof JsonObject object)) {
            return part;
        }
        if (object.getString("$ref") != null) {
            var referred = contract;
            for (var step : object.getString("$ref").substring("#/".length()).split("/")) {
                referred = referred.getJsonObject(step);
            }
            return resolved(contract, referred);
        }
        var copy = new JsonObject();
        object.forEach(field -> copy.put(field.getKey(), resolved(contract, field.getValue())));
        return copy;
    }
}
