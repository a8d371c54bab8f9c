package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.JsonBindings;
import dev.corridor.ledger.v1.LedgerServiceGrpcService;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Methods of the ledger as JSON over HTTP, on its gRPC port. */
class LedgerJsonIT extends LedgerFeature {
    @Test
    void every_method_answers_by_its_path() {
        JsonBindings.assertAllAnswer(ledger.service(), LedgerServiceGrpcService.SERVICE_DESCRIPTOR);
    }

    @Test
    void a_posting_moves_money_once() {
        var ada = wallet("");
        var posting = posting(ada, "7.00");

        var first = ledger.json().post("/v1/postings", ledger.admin(), posting).assertStatus(200);
        var second = ledger.json().post("/v1/postings", ledger.admin(), posting).assertStatus(200);
        var account = ledger.json().get("/v1/accounts/" + ada, ledger.admin()).json();

        assertThat(first.json().getJsonObject("posted").getBoolean("replayed")).isFalse();
        assertThat(second.json().getJsonObject("posted").getBoolean("replayed")).isTrue();
        assertThat(account.getJsonObject("balance").getString("amount")).isEqualTo("7.00");
        assertThat(account.getString("version")).isEqualTo("1");
    }

    @Test
    void a_stream_of_postings_answers_a_line_for_each_and_names_the_line_that_is_wrong() {
        var ada = wallet("");
        String lines = posting(ada, "1.00", "posting") + "\n\n" + posting(ada, "2.00", "posting") + "\n";

        var good = ledger.json()
                .request("POST", "/v1/postings/stream")
                .token(ledger.admin())
                .body("application/x-ndjson", lines)
                .send()
                .assertStatus(200);
        var bad = ledger.json()
                .request("POST", "/v1/postings/stream")
                .token(ledger.admin())
                .body("application/x-ndjson", "{\"postin\":1}\n")
                .send();

        assertThat(good.body().lines())
                .hasSize(2)
                .allMatch(line -> new JsonObject(line).getJsonObject("result").containsKey("posted"));
        assertThat(new JsonObject(bad.body()).getJsonObject("problem").getString("detail"))
                .startsWith("Line 1: ")
                .contains("postin");
    }

    @Test
    void refusals_are_those_of_rest() {
        var json = ledger.json();

        json.get("/v1/accounts/" + newId(), ledger.admin()).assertProblem(404, "account_not_found");
        json.post("/v1/postings", ledger.admin(), "{\"posting_id\":1}").assertProblem(400, "invalid_request");
        json.post("/v1/postings", ledger.admin(), "{\"x\":NaN}").assertProblem(400, "malformed_json");
        json.post("/v1/postings", ledger.admin(), "{\"reference\":\"" + "x".repeat(1 << 21) + "\"}")
                .assertProblem(413, "payload_too_large");
        json.get("/v1/refusals?limit=1&limit=2", ledger.admin()).assertProblem(400, "invalid_request");
        json.get("/v1/refusals?limits=1", ledger.admin()).assertProblem(400, "invalid_request");
        json.post("/ledger.v1.LedgerService/Post", ledger.admin(), "{}").assertProblem(415, "unsupported_media_type");
        var wrong = json.delete("/v1/postings", ledger.admin()).assertProblem(405, "method_not_allowed");
        assertThat(wrong.header("allow")).isEqualTo("POST");
    }

    @Test
    void transfers_are_streamed_as_lines_and_as_events() {
        wallet("3.00");
        for (String accept : List.of("application/x-ndjson", "text/event-stream")) {
            var stream = ledger.json()
                    .request("GET", "/v1/transfers/stream")
                    .token(ledger.admin())
                    .header("accept", accept)
                    .sendForLines();

            assertThat(stream.headers().firstValue("content-type")).contains(accept);
            assertThat(stream.body().limit(2).anyMatch(line -> line.contains("\"transfers\"")))
                    .isTrue();
        }
    }

    private JsonObject posting(String account, String amount) {
        return new JsonObject()
                .put("posting_id", newId())
                .put(
                        "transfers",
                        List.of(new JsonObject()
                                .put("transfer_id", newId())
                                .put("debit_account_id", bank)
                                .put("credit_account_id", account)
                                .put(
                                        "amount",
                                        new JsonObject().put("amount", amount).put("currency", "USD"))
                                .put("code", "payment")));
    }

    private String posting(String account, String amount, String field) {
        return new JsonObject().put(field, posting(account, amount)).encode();
    }
}
