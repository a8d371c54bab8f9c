package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.v1.AccountKind;
import dev.corridor.ledger.v1.AccountSpec;
import dev.corridor.ledger.v1.FindAccountsRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.LimitPolicy;
import dev.corridor.ledger.v1.OpenAccountsRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts: search, ETags, states, sweeps and limits. */
class AccountsIT extends LedgerFeature {
    @Test
    void an_account_is_found_by_its_metadata() {
        var tag = UUID.randomUUID().toString();
        var tagged =
                open(newUser(), "wallet", "LIABILITY", noOverdraft().put("metadata", new JsonObject().put("crm", tag)));
        wallet("1.00");

        var byRest = get("/accounts/search?metadata_key=crm&metadata_value=" + tag);
        assertThat(byRest.getJsonArray("accounts")).hasSize(1);
        assertThat(byRest.getJsonArray("accounts").getJsonObject(0).getString("id"))
                .isEqualTo(tagged.getString("id"));
        assertThat(byRest.getString("next_cursor")).isNull();
        var byGrpc = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.FindAccounts,
                        FindAccountsRequest.newBuilder().putMetadata("crm", tag).build(),
                        ledger.admin());
        assertThat(byGrpc.getAccountsList()).singleElement().satisfies(account -> assertThat(account.getMetadataMap())
                .containsEntry("crm", tag));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BGN", "HRK", "DEM", "ZWL"})
    void no_account_is_opened_in_a_currency_that_has_ended(String currency) {
        var account = new JsonObject()
                .put("owner", newUser())
                .put("code", "wallet")
                .put("currency", currency)
                .put("kind", "LIABILITY")
                .mergeIn(noOverdraft());
        var euros = AccountSpec.newBuilder()
                .setOwner(newUser())
                .setCode("wallet")
                .setCurrency("EUR")
                .setKind(AccountKind.ACCOUNT_KIND_LIABILITY)
                .setLimit(LimitPolicy.LIMIT_POLICY_NO_OVERDRAFT);
        var both = OpenAccountsRequest.newBuilder()
                .addAccounts(euros)
                .addAccounts(euros.clone().setCurrency(currency))
                .build();

        var refused = ledger.http().post("/accounts", ledger.admin(), account);

        refused.assertProblem(422, "unknown_currency");
        assertThat(refused.json().getString("last_date")).isNotNull();
        assertThatThrownBy(() -> ledger.grpc().call(LedgerServiceGrpcClient.OpenAccounts, both, ledger.admin()))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("unknown_currency"));
        assertThat(get("/accounts/search?owner=" + euros.getOwner()).getJsonArray("accounts"))
                .isEmpty();
    }

    /** Exchanging an old balance out needs it, and it may not exist yet. */
    @Test
    void the_house_s_position_in_an_ended_currency_can_be_opened() {
        var position = new JsonObject()
                .put("owner", newUser())
                .put("code", "fx_position")
                .put("currency", "BGN")
                .put("kind", "ASSET")
                .put("limit", "NONE");

        assertThat(ledger.http().post("/accounts", ledger.admin(), position).status())
                .isEqualTo(201);
    }

    @Test
    void accounts_are_listed_page_by_page() {
        var owner = newUser();
        for (var code : List.of("wallet", "savings", "escrow")) {
            open(owner, code, "LIABILITY", noOverdraft());
        }

        var first = get("/accounts/search?limit=2&owner=" + owner);
        var second = get("/accounts/search?limit=2&owner=" + owner + "&cursor=" + first.getString("next_cursor"));

        assertThat(first.getJsonArray("accounts")).hasSize(2);
        assertThat(second.getJsonArray("accounts")).hasSize(1);
        assertThat(second.getString("next_cursor")).isNull();
    }

    @Test
    void a_cursor_continues_only_the_list_that_it_ends() {
        var owner = newUser();
        open(owner, "wallet", "LIABILITY", noOverdraft());
        open(owner, "savings", "LIABILITY", noOverdraft());
        var search = get("/accounts/search?limit=1&owner=" + owner).getString("next_cursor");
        var account = wallet("5.00");
        post(transfer(bank, account, "1.00"));
        var statement = get("/accounts/" + account + "/statement?limit=1").getString("next_cursor");
        var entries = get("/accounts/" + account + "/entries?limit=1").getString("next_cursor");
        var later = "from=2030-01-01T00:00:00Z&to=2031-01-01T00:00:00Z";

        for (var path : List.of(
                "/accounts/search?cursor=" + search,
                "/accounts/search?owner=" + newUser() + "&cursor=" + search,
                "/accounts/" + account + "/statement?" + later + "&cursor=" + statement,
                "/accounts/" + account + "/entries?min_amount=2.00&cursor=" + entries,
                "/accounts/" + account + "/entries?cursor=" + statement,
                "/refusals?cursor=" + search)) {
            assertThat(ledger.http().get(path, ledger.admin()).code()).as(path).isEqualTo("cursor_invalid");
        }
    }

    @Test
    void a_frozen_account_refuses_transfers_and_an_older_etag_is_stale() {
        var ada = wallet("10.00");
        var shop = wallet("");
        var etag = "\"" + get("/accounts/" + ada).getLong("revision") + "\"";

        var frozen = ledger.http()
                .patch("/accounts/" + ada, ledger.admin(), etag, new JsonObject().put("state", "FROZEN_DEBIT"));
        assertThat(frozen.status()).isEqualTo(200);
        assertThat(post(transfer(ada, shop, "1.00")).code()).isEqualTo("account_frozen");
        assertThat(post(transfer(bank, ada, "1.00")).status()).isEqualTo(201);

        var stale =
                ledger.http().patch("/accounts/" + ada, ledger.admin(), etag, new JsonObject().put("state", "OPEN"));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("stale_version");
        var opened = ledger.http()
                .patch(
                        "/accounts/" + ada,
                        ledger.admin(),
                        frozen.header("etag"),
                        new JsonObject().put("state", "OPEN"));
        assertThat(opened.json().getString("state")).isEqualTo("OPEN");
        assertThat(post(transfer(ada, shop, "1.00")).status()).isEqualTo(201);
    }

    @Test
    void an_account_is_emptied_by_a_sweep_and_closed() {
        var ada = wallet("12.34");
        var close = new JsonObject().put("state", "CLOSED");
        var full = ledger.http().patch("/accounts/" + ada, ledger.admin(), "\"0\"", close);
        assertThat(full.code()).isEqualTo("account_not_empty");

        var swept = post(transfer(ada, bank, "1000000.00").put("balancing", "DEBIT"));
        assertThat(swept.json().getJsonArray("transfers").getJsonObject(0).getString("amount"))
                .isEqualTo("12.34");
        assertThat(ledger.http()
                        .patch("/accounts/" + ada, ledger.admin(), "\"0\"", close)
                        .status())
                .isEqualTo(200);
        assertThat(post(transfer(bank, ada, "1.00")).code()).isEqualTo("account_closed");
    }

    @Test
    void an_overdraft_is_a_limit() {
        var chen = open(
                        newUser(),
                        "wallet",
                        "LIABILITY",
                        new JsonObject().put("limit", "OVERDRAFT").put("overdraft", "50.00"))
                .getString("id");

        assertThat(post(transfer(chen, bank, "50.01")).code()).isEqualTo("insufficient_funds");
        assertThat(post(transfer(chen, bank, "50.00")).status()).isEqualTo(201);
        assertThat(get("/accounts/" + chen).getString("balance")).isEqualTo("-50.00");
    }
}
