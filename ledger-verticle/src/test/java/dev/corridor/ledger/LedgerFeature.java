package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.testing.HttpResult;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.Transfer;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Test of one feature of the running ledger, with builders of its requests. Accounts are in USD. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LedgerFeature {
    RunningLedger ledger;
    String bank;

    @BeforeAll
    void start() {
        ledger = new RunningLedger();
        bank = open("house", "bank_clearing", "ASSET", new JsonObject().put("limit", "NONE"))
                .getString("id");
    }

    @AfterAll
    void stop() {
        ledger.close();
    }

    static List<String> values(JsonObject page, String list, String field) {
        return page.getJsonArray(list).stream()
                .map(each -> ((JsonObject) each).getString(field))
                .toList();
    }

    static Instant bookedAt(HttpResult result) {
        return Instant.parse(result.assertStatus(201).json().getString("booked_at"));
    }

    JsonObject get(String path) {
        return ledger.http().get(path, ledger.admin()).assertStatus(200).json();
    }

    HttpResult post(JsonObject transfer) {
        return ledger.http().post("/postings", ledger.admin(), posting(transfer));
    }

    static JsonObject posting(JsonObject... transfers) {
        return new JsonObject().put("id", newId()).put("transfers", new JsonArray(List.of(transfers)));
    }

    static JsonObject transfer(String debit, String credit, String amount) {
        return new JsonObject()
                .put("id", newId())
                .put("debit_account_id", debit)
                .put("credit_account_id", credit)
                .put("amount", amount)
                .put("currency", "USD")
                .put("code", "payment");
    }

    static Posting message(String debit, String credit, String amount) {
        return Posting.newBuilder()
                .setPostingId(newId())
                .addTransfers(Transfer.newBuilder()
                        .setTransferId(newId())
                        .setDebitAccountId(debit)
                        .setCreditAccountId(credit)
                        .setAmount(Money.newBuilder().setAmount(amount).setCurrency("USD"))
                        .setCode("payment"))
                .build();
    }

    /** Opens the wallet of a new user and returns its id. @param balance empty: zero */
    String wallet(String balance) {
        var id = open(newUser(), "wallet", "LIABILITY", noOverdraft()).getString("id");
        if (!balance.isEmpty()) {
            assertThat(post(transfer(bank, id, balance)).status()).isEqualTo(201);
        }
        return id;
    }

    JsonObject open(String owner, String code, String kind, JsonObject more) {
        var spec = new JsonObject()
                .put("owner", owner)
                .put("code", code)
                .put("currency", "USD")
                .put("kind", kind)
                .mergeIn(more);
        return ledger.http()
                .post("/accounts", ledger.admin(), spec)
                .assertStatus(201)
                .json();
    }

    static JsonObject noOverdraft() {
        return new JsonObject().put("limit", "NO_OVERDRAFT");
    }

    static String newUser() {
        return newId();
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }
}
