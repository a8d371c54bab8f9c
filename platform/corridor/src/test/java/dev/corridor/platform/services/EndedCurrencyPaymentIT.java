package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.PostRequest;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.Transfer;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Payments out of a wallet whose currency the euro has replaced. */
class EndedCurrencyPaymentIT extends PaymentFeature {
    @Test
    void old_leva_are_exchanged_into_euros_at_the_fixed_rate() {
        giveLeva("1000.00");

        var paid = client.post(ada, "/process", order("100.00", "EUR").put("from_currency", "BGN"));

        assertThat(paid.status()).as(paid.body()).isEqualTo(201);
        assertThat(paid.json().getJsonObject("source").getString("amount")).isEqualTo("195.58");
        assertThat(client.balance(ada, "wallet", "BGN")).isEqualTo("804.42/804.42");
        assertThat(client.balance(blaise, "wallet", "EUR")).isEqualTo("100.00/100.00");
    }

    @Test
    void all_old_leva_can_be_spent_and_come_back_with_a_refund() {
        giveLeva("1000.00");
        var everything = order("1000.00", "EUR").put("from_currency", "BGN").put("fixed_side", "source");

        var paid = client.post(ada, "/process", everything).assertStatus(201);
        var refund = client.post(blaise, "/payments/" + PaymentClient.id(paid) + "/refunds", new JsonObject());

        assertThat(paid.json().getJsonObject("target").getString("amount")).isEqualTo("511.29");
        assertThat(refund.status()).as(refund.body()).isEqualTo(201);
        assertThat(client.balance(ada, "wallet", "BGN")).isEqualTo("1000.00/1000.00");
        assertThat(client.balance(blaise, "wallet", "EUR")).isEqualTo("0.00/0.00");
    }

    @Test
    void another_currency_is_paid_through_the_euro() {
        giveLeva("1000.00");

        var paid = client.post(ada, "/process", order("100.00", "USD").put("from_currency", "BGN"))
                .assertStatus(201);

        var source = new BigDecimal(paid.json().getJsonObject("source").getString("amount"));
        assertThat(source).isBetween(new BigDecimal("150"), new BigDecimal("220"));
    }

    @Test
    void nothing_new_is_held_or_paid_in_leva() {
        giveLeva("1000.00");

        assertThat(client.post(ada, "/process", order("1.00", "BGN")).code()).isEqualTo("unknown_currency");
        assertThat(client.post(
                                ada,
                                "/process",
                                order("1.00", "EUR").put("from_currency", "BGN").put("capture", "later"))
                        .code())
                .isEqualTo("unknown_currency");
        assertThat(client.balance(ada, "wallet", "BGN")).isEqualTo("1000.00/1000.00");
    }

    private JsonObject order(String amount, String currency) {
        return new JsonObject().put("to", blaise).put("amount", amount).put("currency", currency);
    }

    /** Books money as it was booked while the lev existed; today the ledger opens no such account. */
    private void giveLeva(String amount) {
        open("bank-" + ada, "bank_clearing", "ASSET", "NONE");
        open(ada, "wallet", "LIABILITY", "NO_OVERDRAFT");
        var transfer = Transfer.newBuilder()
                .setTransferId(UUID.randomUUID().toString())
                .setDebitAccountId(accountOf("bank-" + ada))
                .setCreditAccountId(accountOf(ada))
                .setAmount(Money.newBuilder().setAmount(amount).setCurrency("BGN"))
                .setCode("top_up");
        var posting = Posting.newBuilder()
                .setPostingId(UUID.randomUUID().toString())
                .addTransfers(transfer)
                .build();
        assertThat(services.ledger()
                        .call(
                                LedgerServiceGrpcClient.Post,
                                PostRequest.newBuilder().setPosting(posting).build(),
                                admin())
                        .getResult()
                        .hasPosted())
                .isTrue();
    }

    private static void open(String owner, String code, String kind, String limit) {
        var database = services.ledgerDatabase();
        database.pool()
                .query(
                        """
                        insert into account
                          (id, owner, code, currency, kind, limit_policy, overdraft_minor, state, metadata, revision,
                           balance_minor, pending_debit_minor, pending_credit_minor, version, opened_at, last_booked_at)
                        values ('%s', '%s', '%s', 'BGN', '%s', '%s', 0, 'OPEN', '{}', 0, 0, 0, 0, 0, now(), now())
                        """
                                .formatted(UUID.randomUUID(), owner, code, kind, limit))
                .execute()
                .await();
        database.close().await();
    }

    private static String accountOf(String owner) {
        return services.ledger()
                .call(
                        LedgerServiceGrpcClient.ListAccounts,
                        ListAccountsRequest.newBuilder().setOwner(owner).build(),
                        admin())
                .getAccounts(0)
                .getAccountId();
    }

    private static String admin() {
        return services.token("test", Scope.LEDGER_ADMIN);
    }
}
