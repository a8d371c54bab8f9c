package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Whoever pays over REST, and looks into the books afterwards. */
final class PaymentClient {
    private static final String EVERYTHING_OF_A_PERSON =
            "payments:read payments:write payments:withdraw forex:read forex:trade";

    private static final long ANSWERED_WITHIN_MS = 60_000;

    private final DeployedServices services;
    private final HttpClient http;
    private final ServiceClient ledger;

    /** What the payment service answered; {@code body} is empty when it was not JSON. */
    record Answer(int status, String text, Optional<String> replayed, Optional<String> link) {
        JsonObject body() {
            return text.startsWith("{") ? new JsonObject(text) : new JsonObject();
        }

        String code() {
            return body().getString("code");
        }

        String id() {
            return body().getString("id");
        }

        Answer require(int expected) {
            if (status != expected) {
                throw new AssertionError("Expected " + expected + ", but got " + status + ": " + text);
            }
            return this;
        }
    }

    PaymentClient(DeployedServices services) {
        this(services, PoolOptions.DEFAULT_MAX_POOL_SIZE);
    }

    /** @param connections requests that can be under way at a time */
    PaymentClient(DeployedServices services, int connections) {
        this.services = services;
        this.http = services.clients().createHttpClient(new PoolOptions().setHttp1MaxSize(connections));
        this.ledger = services.ledger();
    }

    Answer topUp(String person, String amount, String currency) {
        return startTopUp(person, amount, currency).await().require(201);
    }

    Future<Answer> startTopUp(String person, String amount, String currency) {
        var order = new JsonObject().put("to", person).put("amount", amount).put("currency", currency);
        return send(HttpMethod.POST, "/top-ups", services.token("bank", "payments:topup"), Optional.empty(), order);
    }

    Answer post(String person, String path, JsonObject order) {
        return start(person, path, Optional.empty(), order).await();
    }

    Answer post(String person, String path, String key, JsonObject order) {
        return start(person, path, Optional.of(key), order).await();
    }

    Future<Answer> start(String person, String path, Optional<String> key, JsonObject order) {
        return send(HttpMethod.POST, path, token(person), key, order);
    }

    Answer get(String person, String path) {
        return send(HttpMethod.GET, path, token(person), Optional.empty(), new JsonObject())
                .await();
    }

    Answer getCsv(String person, String path) {
        var request = request(HttpMethod.GET, path, token(person)).putHeader("accept", "text/csv");
        return http.request(request)
                .compose(sent -> sent.send().compose(PaymentClient::answer))
                .await();
    }

    private Future<Answer> send(HttpMethod method, String path, String token, Optional<String> key, JsonObject order) {
        var request = request(method, path, token);
        key.ifPresent(text -> request.putHeader("idempotency-key", text));
        var body = method == HttpMethod.GET ? Buffer.buffer() : order.toBuffer();
        return http.request(request).compose(sent -> sent.send(body).compose(PaymentClient::answer));
    }

    /** What is in the account, and what of it can be spent: "10.00/7.50". Nothing when there is no such account. */
    String balance(String owner, String code, String currency) {
        return accounts(owner).stream()
                .filter(account ->
                        account.getCode().equals(code) && account.getCurrency().equals(currency))
                .findFirst()
                .map(account -> account.getBalance().getAmount() + "/"
                        + account.getAvailable().getAmount())
                .orElse("");
    }

    private List<Account> accounts(String owner) {
        var request = ListAccountsRequest.newBuilder().setOwner(owner).build();
        return ledger.call(LedgerServiceGrpcClient.ListAccounts, request, services.token("test", "ledger:admin"))
                .await()
                .getAccountsList();
    }

    private String token(String person) {
        return services.token(person, EVERYTHING_OF_A_PERSON.split(" "));
    }

    private RequestOptions request(HttpMethod method, String path, String token) {
        return new RequestOptions()
                .setMethod(method)
                .setHost(Ports.LOOPBACK)
                .setPort(services.paymentHttpPort())
                .setURI(path)
                .setTimeout(ANSWERED_WITHIN_MS)
                .putHeader("authorization", "Bearer " + token)
                .putHeader("content-type", "application/json");
    }

    private static Future<Answer> answer(HttpClientResponse response) {
        return response.body()
                .map(body -> new Answer(
                        response.statusCode(),
                        body.toString(),
                        Optional.ofNullable(response.getHeader("idempotency-replayed")),
                        Optional.ofNullable(response.getHeader("link"))));
    }
}
