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

/** The served AsyncAPI file against the running server: it says no more and no less than what is sent. */
class AsyncApiIT {
    @Test
    void everything_that_is_sent_is_described_and_everything_described_is_sent() throws IOException {
        var heard = new ArrayList<JsonObject>();
        JsonObject contract;
        try (var forex = new RunningForex(Map.of("TICK_INTERVAL", "PT0.05S", "STREAM_HEARTBEAT", "PT1S"));
                var quiet = forex.stream();
                var client = forex.stream()) {
            contract = contract(forex);
            heard.add(quiet.next("heartbeat"));
            say(client, heard, "{\"subscribe\":[\"USD/EUR\"],\"id\":1}", "subscribed", "snapshot", "tick");
            say(client, heard, "{\"unsubscribe\":[\"USD/EUR\"],\"id\":\"two\"}", "unsubscribed");
            say(client, heard, "{\"list\":true}", "pairs");
            say(client, heard, "{\"ping\":{\"sent\":1}}", "pong");
            say(client, heard, "{\"subscribe\":[\"nothing\"]}", "error");
            say(client, heard, "{\"subscribe\":[\"USD/EUR\"],\"after\":{\"USD/EUR\":1000000000}}", "gap");
            say(client, heard, "{\"subscribe\":[\"GBP/EUR\"],\"interval_ms\":500}", "subscribed");
            heard.add(client.next(message -> message.containsKey("first_seq")));
            say(client, heard, "{\"subscribe\":[\"GBP/EUR\"],\"candles\":\"1s\"}", "subscribed", "candle", "candle");
            say(client, heard, "{\"authenticate\":\"" + forex.token("forex:read") + "\"}", "authenticated");
            forex.post(
                    "/alerts",
                    "{\"pair\":\"USD/EUR\",\"price\":\"0.01\",\"direction\":\"above\"}",
                    forex.token("forex:read"));
            heard.add(client.next("alert"));
            forex.stop();
            heard.add(client.next("shutdown"));
        }

        heard.forEach(message -> assertDescribed(contract, message));
        assertThat(heard.stream().map(message -> message.getString("type")).collect(Collectors.toSet()))
                .isEqualTo(types(contract, "tell"));
    }

    @Test
    void every_example_of_a_client_is_understood() throws IOException {
        try (var forex = new RunningForex(Map.of("STREAM_MAX_MESSAGES_PER_SECOND", "100"));
                var client = forex.stream()) {
            var contract = contract(forex);
            for (var type : types(contract, "ask")) {
                for (var example : examples(contract, type)) {
                    assertDescribed(contract, type, example);
                    client.send(said(example, forex).encode());

                    var answer = client.next(message -> "example".equals(message.getString("id")));
                    assertThat(answer.getString("type")).as(example.encode()).isNotEqualTo("error");
                }
            }
        }
    }

    /** A token of this issuer in place of the example's. */
    private static JsonObject said(JsonObject example, RunningForex forex) {
        var said = example.copy().put("id", "example");
        return example.containsKey("authenticate") ? said.put("authenticate", forex.token("forex:read")) : said;
    }

    @Test
    void every_example_is_as_described() throws IOException {
        try (var forex = new RunningForex(Map.of())) {
            var contract = contract(forex);
            types(contract, "tell").forEach(type -> examples(contract, type)
                    .forEach(example -> assertDescribed(contract, type, example)));
        }
    }

    private static void say(StreamClient client, List<JsonObject> heard, String message, String... answers) {
        client.send(message);
        for (var answer : answers) {
            heard.add(client.next(answer));
        }
    }

    private static JsonObject contract(RunningForex forex) throws IOException {
        var yaml = forex.get("/asyncapi.yaml", "").body();
        return new JsonObject(new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {}));
    }

    /** Of the messages of an operation. */
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

    /** With what a reference refers to in its place. */
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
