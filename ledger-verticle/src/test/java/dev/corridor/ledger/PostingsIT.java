package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListRefusalsRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Postings: dry runs, refusals, reversals and lists. */
class PostingsIT extends LedgerFeature {
    @Test
    void a_dry_run_returns_the_outcome_and_writes_nothing() {
        var ada = wallet("10.00");
        var posting = posting(transfer(ada, bank, "4.00")).put("dry_run", true);

        var response = ledger.http().post("/postings", ledger.admin(), posting);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().getJsonArray("balances").getJsonObject(0).getString("balance"))
                .isEqualTo("6.00");
        assertThat(get("/accounts/" + ada).getString("balance")).isEqualTo("10.00");
        assertThat(ledger.http()
                        .get("/postings/" + posting.getString("id"), ledger.admin())
                        .code())
                .isEqualTo("posting_not_found");
    }

    @Test
    void a_refusal_is_final_and_stored_with_its_reason() {
        var ada = wallet("1.00");
        var posting = posting(transfer(ada, bank, "0.50"), transfer(ada, bank, "5.00"))
                .put("reference", "too much");

        var first = ledger.http().post("/postings", ledger.admin(), posting);
        post(transfer(bank, ada, "100.00"));
        var second = ledger.http().post("/postings", ledger.admin(), posting);

        assertThat(first.code()).isEqualTo("insufficient_funds");
        assertThat(first.json().getInteger("transfer_index")).isEqualTo(1);
        assertThat(values(first.json(), "transfers", "code")).containsExactly("linked_failed", "insufficient_funds");
        assertThat(second.code()).isEqualTo("insufficient_funds");
        assertThat(second.json().getBoolean("replayed")).isTrue();
        assertThat(ledger.http()
                        .get("/postings/" + posting.getString("id"), ledger.admin())
                        .code())
                .isEqualTo("insufficient_funds");
        assertThat(values(get("/refusals?limit=200"), "refusals", "posting_id")).contains(posting.getString("id"));
        assertThat(ledger.grpc()
                        .call(
                                LedgerServiceGrpcClient.ListRefusals,
                                ListRefusalsRequest.getDefaultInstance(),
                                ledger.admin())
                        .getRefusalsList())
                .anySatisfy(refusal -> {
                    assertThat(refusal.getPostingId()).isEqualTo(posting.getString("id"));
                    assertThat(refusal.getCode()).isEqualTo("insufficient_funds");
                    assertThat(refusal.getReference()).isEqualTo("too much");
                });
    }

    @Test
    void a_posting_is_reversed_once() {
        var ada = wallet("100.00");
        var shop = wallet("");
        var posting = posting(transfer(ada, shop, "30.00"), transfer(shop, bank, "10.00"));
        ledger.http().post("/postings", ledger.admin(), posting);
        post(transfer(bank, shop, "10.00"));
        var path = "/postings/" + posting.getString("id") + "/reversal";
        var order = new JsonObject().put("id", newId()).put("reference", "wrong shop");

        var reversed = ledger.http().post(path, ledger.admin(), order);
        var again = ledger.http().post(path, ledger.admin(), order);
        var other = ledger.http().post(path, ledger.admin(), new JsonObject().put("id", newId()));

        assertThat(reversed.status()).isEqualTo(201);
        assertThat(reversed.json().getJsonArray("transfers").getJsonObject(1).getString("reverses_id"))
                .isEqualTo(posting.getJsonArray("transfers").getJsonObject(0).getString("id"));
        assertThat(again.json().getBoolean("replayed")).isTrue();
        assertThat(other.code()).isEqualTo("already_reversed");
        assertThat(get("/accounts/" + ada).getString("balance")).isEqualTo("100.00");
        var original = get("/postings/" + posting.getString("id"));
        assertThat(original.getJsonArray("transfers").getJsonObject(0).getString("reversed_by_id"))
                .isEqualTo(reversed.json()
                        .getJsonArray("transfers")
                        .getJsonObject(1)
                        .getString("id"));
    }

    @Test
    void each_posting_of_a_list_has_its_own_result() {
        var ada = wallet("10.00");
        var good = posting(transfer(ada, bank, "4.00"));
        var tooMuch = posting(transfer(ada, bank, "7.00"));
        var malformed = posting(transfer(ada, bank, "0.001"));
        var last = posting(transfer(ada, bank, "6.00"));

        var response = ledger.http()
                .post(
                        "/postings",
                        ledger.admin(),
                        new JsonObject().put("postings", new JsonArray(List.of(good, tooMuch, malformed, last))));

        assertThat(response.status()).isEqualTo(200);
        var results = response.json().getJsonArray("results");
        assertThat(results.stream().map(each -> ((JsonObject) each).getString("status")))
                .containsExactly("POSTED", "REFUSED", "REFUSED", "POSTED");
        assertThat(results.getJsonObject(1).getJsonObject("problem").getString("code"))
                .isEqualTo("insufficient_funds");
        assertThat(results.getJsonObject(2).getJsonObject("problem").getString("code"))
                .isEqualTo("amount_invalid");
        assertThat(get("/accounts/" + ada).getString("balance")).isEqualTo("0.00");
    }
}
