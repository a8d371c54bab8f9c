package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many users pay at the same time, more than the services behind the payment service accept at once. */
class PaymentBurstIT {
    private static final int USERS = 256;
    private static final int TOP_UPS_AT_ONCE = 8;

    private static DeployedServices services;

    private final List<String> users = IntStream.range(0, USERS)
            .mapToObj(number -> UUID.randomUUID().toString())
            .toList();

    @BeforeAll
    static void start() {
        services = new DeployedServices();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void every_user_of_a_burst_pays_exactly_once() {
        var client = new PaymentClient(services);
        for (int first = 0; first < USERS; first += TOP_UPS_AT_ONCE) {
            all(first, first + TOP_UPS_AT_ONCE, number -> client.startTopUp(users.get(number), "10.00", "USD"))
                    .forEach(response -> response.assertStatus(201));
        }

        var responses = all(0, USERS, number -> client.start(users.get(number), "/process", "", order(number)));

        assertThat(responses).extracting(HttpResult::status).containsOnly(201);
        assertThat(responses)
                .extracting(response -> response.json().getString("payer"))
                .containsExactlyElementsOf(users);
        // Each user paid one dollar and received one.
        assertThat(balances()).containsOnly("10.00");
    }

    private JsonObject order(int number) {
        return new JsonObject()
                .put("to", users.get((number + 1) % USERS))
                .put("amount", "1.00")
                .put("currency", "USD");
    }

    private List<String> balances() {
        String auditor = services.token("test", Scope.LEDGER_ADMIN);
        return all(0, USERS, number -> services.ledger()
                .start(
                        LedgerServiceGrpcClient.ListAccounts,
                        ListAccountsRequest.newBuilder()
                                .setOwner(users.get(number))
                                .build(),
                        auditor)
                .map(accounts -> accounts.getAccounts(0).getBalance().getAmount())
                .toCompletionStage()
                .toCompletableFuture());
    }

    /** Makes one call for each number at the same time, and waits for all results. */
    private static <T> List<T> all(int from, int to, IntFunction<CompletableFuture<T>> call) {
        var calls = IntStream.range(from, to).mapToObj(call).toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }
}
