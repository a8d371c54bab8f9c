package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.corridor.embedded.FaultProxy;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A ledger whose connections to the database are lost without a sign, or closed. */
class DatabaseOutageIT {
    private static final int GRPC_OK = 0;
    private static final int GRPC_UNAVAILABLE = 14;

    private FaultProxy proxy;
    private RunningLedger ledger;
    private String bank;
    private String wallet;

    @BeforeEach
    void start() {
        var variables = new HashMap<>(TestServers.shared().freshDatabase("ledger"));
        proxy = FaultProxy.to(variables.get("DATABASE_HOST"), Integer.parseInt(variables.get("DATABASE_PORT")));
        variables.put("DATABASE_HOST", Ports.LOOPBACK);
        variables.put("DATABASE_PORT", Integer.toString(proxy.port()));
        variables.put("DATABASE_STATEMENT_TIMEOUT", "PT0.5S");
        ledger = new RunningLedger(variables);
        bank = open("house", "bank_clearing", "ASSET", "NONE");
        wallet = open("ada", "wallet", "LIABILITY", "NO_OVERDRAFT");
    }

    @AfterEach
    void stop() {
        ledger.close();
        proxy.close();
    }

    @Test
    void a_network_that_loses_connections_is_unavailable_until_new_connections_are_made() {
        var posting = posting();
        post(posting).assertStatus(201);
        account().assertStatus(200);
        assertThat(grpcStatus()).isEqualTo(GRPC_OK);

        proxy.lose();

        assertUnavailable(post(posting()));
        assertUnavailable(account());
        await().untilAsserted(() -> account().assertStatus(200));
        proxy.lose();
        assertThat(grpcStatus()).isEqualTo(GRPC_UNAVAILABLE);
        var next = posting();
        await().untilAsserted(() -> post(next).assertStatus(201));
        await().untilAsserted(() -> account().assertStatus(200));
        await().untilAsserted(() -> assertThat(grpcStatus()).isEqualTo(GRPC_OK));
    }

    @Test
    void a_database_that_closes_its_connections_is_unavailable_and_never_an_error_of_ours() {
        for (int i = 0; i < 5; i++) {
            var posting = posting();
            proxy.cut();
            for (var result : List.of(post(posting), account())) {
                if (result.status() >= 400) {
                    assertUnavailable(result);
                }
            }
            await().untilAsserted(() -> post(posting).assertStatus(201));
        }
    }

    private HttpResult account() {
        return ledger.http().get("/accounts/" + wallet, ledger.admin());
    }

    private int grpcStatus() {
        var request = GetAccountRequest.newBuilder().setAccountId(wallet).build();
        return ledger.grpc()
                .outcome(LedgerServiceGrpcClient.GetAccount, request, ledger.admin())
                .status()
                .code;
    }

    private static void assertUnavailable(HttpResult result) {
        assertThat(result.assertProblem(503, "unavailable").header("retry-after"))
                .isNotEmpty();
    }

    private HttpResult post(JsonObject posting) {
        return ledger.http().post("/postings", ledger.admin(), posting);
    }

    private String open(String owner, String code, String kind, String limit) {
        return ledger.http()
                .post(
                        "/accounts",
                        ledger.admin(),
                        new JsonObject()
                                .put("owner", owner)
                                .put("code", code)
                                .put("currency", "USD")
                                .put("kind", kind)
                                .put("limit", limit))
                .assertStatus(201)
                .json()
                .getString("id");
    }

    private JsonObject posting() {
        var transfer = new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("debit_account_id", bank)
                .put("credit_account_id", wallet)
                .put("amount", "1.00")
                .put("currency", "USD")
                .put("code", "payment");
        return new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("transfers", new JsonArray(List.of(transfer)));
    }
}
