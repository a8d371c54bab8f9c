package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.ledger.v1.GetHoldsRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListExpiredHoldsRequest;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pending transfers: capture, void and expiry. */
class HoldsIT extends LedgerFeature {
    @Test
    void a_hold_lowers_the_available_balance_until_it_is_posted_in_part() {
        var ada = wallet("100.00");
        var shop = wallet("");
        var hold = transfer(ada, shop, "60.00").put("type", "PENDING");
        assertThat(post(hold).status()).isEqualTo(201);

        var held = get("/accounts/" + ada + "/holds");
        assertThat(held.getJsonObject("account").getString("balance")).isEqualTo("100.00");
        assertThat(held.getJsonObject("account").getString("pending_debit")).isEqualTo("60.00");
        assertThat(held.getJsonObject("account").getString("available")).isEqualTo("40.00");
        assertThat(held.getJsonArray("holds")).hasSize(1);
        assertThat(held.getJsonArray("holds").getJsonObject(0).getString("transfer_id"))
                .isEqualTo(hold.getString("id"));

        var part = new JsonObject()
                .put("id", newId())
                .put("type", "POST")
                .put("pending_id", hold.getString("id"))
                .put("amount", "45.00")
                .put("currency", "USD");
        assertThat(post(part).status()).isEqualTo(201);
        assertThat(post(part.copy().put("id", newId())).code()).isEqualTo("pending_already_posted");
        var after = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.GetHolds,
                        GetHoldsRequest.newBuilder().setAccountId(ada).build(),
                        ledger.admin());
        assertThat(after.getHoldsList()).isEmpty();
        assertThat(after.getAccount().getAvailable().getAmount()).isEqualTo("55.00");
        assertThat(after.getAccount().getVersion()).isEqualTo(3);
    }

    @Test
    void a_voided_hold_is_released() {
        var ada = wallet("100.00");
        var hold = transfer(ada, bank, "60.00").put("type", "PENDING");
        post(hold);

        var voiding = new JsonObject().put("id", newId()).put("type", "VOID").put("pending_id", hold.getString("id"));
        assertThat(post(voiding).status()).isEqualTo(201);
        assertThat(get("/accounts/" + ada).getString("available")).isEqualTo("100.00");
        assertThat(post(voiding.copy().put("id", newId())).code()).isEqualTo("pending_already_voided");
    }

    @Test
    void half_of_an_amount_never_posts_all_of_a_hold() {
        var ada = wallet("100.00");
        var hold = transfer(ada, bank, "60.00").put("type", "PENDING");
        post(hold);
        var end = new JsonObject().put("id", newId()).put("pending_id", hold.getString("id"));

        assertThat(post(end.copy().put("type", "POST").put("currency", "USD")).code())
                .isEqualTo("amount_invalid");
        assertThat(post(end.copy().put("type", "POST").put("amount", "1.00")).code())
                .isEqualTo("unknown_currency");
        assertThat(post(end.copy().put("type", "VOID").put("amount", "1.00").put("currency", "USD"))
                        .code())
                .isEqualTo("posting_invalid");
        assertThat(get("/accounts/" + ada).getString("available")).isEqualTo("40.00");
    }

    @Test
    void more_holds_than_one_round_takes_are_released_after_their_expiry() {
        var ada = wallet("1200.00");
        for (int posting = 0; posting < 6; posting++) {
            var holds = Stream.generate(() -> transfer(ada, bank, "1.00"))
                    .limit(200)
                    .map(hold -> hold.put("type", "PENDING").put("timeout_seconds", 1))
                    .toArray(JsonObject[]::new);
            ledger.http().post("/postings", ledger.admin(), posting(holds)).assertStatus(201);
        }

        await().untilAsserted(() ->
                assertThat(get("/accounts/" + ada).getString("available")).isEqualTo("1200.00"));
        assertThat(ledger.http().get("/metrics").body()).contains("corridor_ledger_holds_due");
    }

    @Test
    void a_hold_is_released_after_its_expiry_and_listed() {
        var ada = wallet("100.00");
        var hold = transfer(ada, bank, "60.00").put("type", "PENDING").put("timeout_seconds", 0.3);
        post(hold);

        await().untilAsserted(() ->
                assertThat(get("/accounts/" + ada).getString("available")).isEqualTo("100.00"));

        var post = new JsonObject().put("id", newId()).put("type", "POST").put("pending_id", hold.getString("id"));
        assertThat(post(post).code()).isEqualTo("pending_expired");
        assertThat(values(get("/expired-holds?limit=200"), "holds", "transfer_id"))
                .contains(hold.getString("id"));
        assertThat(ledger.grpc()
                        .call(
                                LedgerServiceGrpcClient.ListExpiredHolds,
                                ListExpiredHoldsRequest.getDefaultInstance(),
                                ledger.admin())
                        .getHoldsList())
                .anySatisfy(expired -> assertThat(expired.getTransferId()).isEqualTo(hold.getString("id")));
    }
}
