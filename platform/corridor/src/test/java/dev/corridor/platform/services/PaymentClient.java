package dev.corridor.platform.services;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpCall;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;

/** REST client of the payment service, which also reads balances from the ledger. Each user has a token with all scopes. */
final class PaymentClient {
    static final Scope[] ALL_USER_SCOPES = {
        Scope.PAYMENTS_READ, Scope.PAYMENTS_WRITE, Scope.PAYMENTS_WITHDRAW, Scope.FOREX_READ, Scope.FOREX_TRADE
    };

    private static final String NO_KEY = "";

    private final DeployedServices services;

    PaymentClient(DeployedServices services) {
        this.services = services;
    }

    HttpResult topUp(String user, String amount, String currency) {
        return startTopUp(user, amount, currency).join().assertStatus(201);
    }

    CompletableFuture<HttpResult> startTopUp(String user, String amount, String currency) {
        var topUp = new JsonObject().put("to", user).put("amount", amount).put("currency", currency);
        return services.http()
                .request("POST", "/top-ups")
                .token(services.token("bank", Scope.PAYMENTS_TOPUP))
                .json(topUp)
                .sendAsync();
    }

    HttpResult post(String user, String path, JsonObject body) {
        return post(user, path, NO_KEY, body);
    }

    /** @param key empty: no Idempotency-Key header */
    HttpResult post(String user, String path, String key, JsonObject body) {
        return request("POST", user, path)
                .header("idempotency-key", key)
                .json(body)
                .send();
    }

    /** Sends a request without waiting, for requests that run at the same time. */
    CompletableFuture<HttpResult> start(String user, String path, String key, JsonObject body) {
        return request("POST", user, path)
                .header("idempotency-key", key)
                .json(body)
                .sendAsync();
    }

    HttpResult get(String user, String path) {
        return request("GET", user, path).send();
    }

    HttpResult getCsv(String user, String path) {
        return request("GET", user, path).header("accept", "text/csv").send();
    }

    HttpCall request(String method, String user, String path) {
        return services.http().request(method, path).token(services.token(user, ALL_USER_SCOPES));
    }

    /** Balance and available amount of an account, such as "10.00/7.50"; empty if there is no such account. */
    String balance(String owner, String code, String currency) {
        var request = ListAccountsRequest.newBuilder().setOwner(owner).build();
        return services
                .ledger()
                .call(LedgerServiceGrpcClient.ListAccounts, request, services.token("test", Scope.LEDGER_ADMIN))
                .getAccountsList()
                .stream()
                .filter(account ->
                        account.getCode().equals(code) && account.getCurrency().equals(currency))
                .findFirst()
                .map(account -> account.getBalance().getAmount() + "/"
                        + account.getAvailable().getAmount())
                .orElse("");
    }

    /** The id of the payment or refund in a response. */
    static String id(HttpResult response) {
        return response.json().getString("id");
    }
}
