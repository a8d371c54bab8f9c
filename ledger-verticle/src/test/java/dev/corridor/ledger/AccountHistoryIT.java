package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Entries, past balances and effective times of an account. */
class AccountHistoryIT extends LedgerFeature {
    @Test
    void metadata_and_effective_time_are_stored() {
        var ada = wallet("");
        var posting = posting(transfer(bank, ada, "5.00"))
                .put("metadata", new JsonObject().put("invoice", "2026-17"))
                .put("effective_at", "2026-01-31T23:00:00Z");

        ledger.http().post("/postings", ledger.admin(), posting);

        var stored = get("/postings/" + posting.getString("id"));
        assertThat(stored.getJsonObject("metadata").getString("invoice")).isEqualTo("2026-17");
        assertThat(stored.getString("effective_at")).isEqualTo("2026-01-31T23:00:00Z");
        assertThat(balance(ada, "as_of=2026-02-01T00:00:00Z&by=effective")).isEqualTo("5.00");
        assertThat(balance(ada, "as_of=2026-02-01T00:00:00Z&by=booking")).isEqualTo("0.00");
        assertThat(balance(ada, "as_of=2026-01-31T00:00:00Z&by=effective")).isEqualTo("0.00");
        assertThat(balance(ada, "")).isEqualTo("5.00");
    }

    @Test
    void balance_and_trial_balance_are_as_of_any_instant() {
        var ada = wallet("");
        var first = bookedAt(post(transfer(bank, ada, "5.00")));
        var second = bookedAt(post(transfer(ada, bank, "2.00")));

        assertThat(balance(ada, "as_of=" + first.minusNanos(1_000))).isEqualTo("0.00");
        assertThat(balance(ada, "as_of=" + first)).isEqualTo("5.00");
        assertThat(balance(ada, "as_of=" + second)).isEqualTo("3.00");
        var then = get("/trial-balance?as_of=" + first);
        assertThat(then.getString("as_of")).isEqualTo(first.toString());
        assertThat(then.getJsonArray("totals"))
                .allSatisfy(total ->
                        assertThat(((JsonObject) total).getString("difference")).isEqualTo("0.00"));
    }

    @Test
    void entries_are_filtered() {
        var ada = wallet("");
        var shop = wallet("");
        post(transfer(bank, ada, "5.00"));
        var rent = posting(transfer(ada, shop, "2.00")).put("reference", "-20.26");
        var paid = bookedAt(ledger.http().post("/postings", ledger.admin(), rent));
        post(transfer(ada, shop, "1.00"));
        var path = "/accounts/" + ada + "/entries?";

        assertThat(amounts(path + "counter_account_id=" + shop)).containsExactly("1.00", "2.00");
        assertThat(amounts(path + "min_amount=2.00&max_amount=4.99")).containsExactly("2.00");
        assertThat(amounts(path + "reference=-20.26")).containsExactly("2.00");
        assertThat(amounts(path + "to=" + paid)).containsExactly("5.00");
        assertThat(amounts(path + "from=" + paid)).containsExactly("1.00", "2.00");
    }

    private String balance(String account, String query) {
        return get("/accounts/" + account + "/balance?" + query).getString("balance");
    }

    private Stream<String> amounts(String path) {
        return get(path).getJsonArray("entries").stream().map(each -> ((JsonObject) each).getString("amount"));
    }
}
