package dev.corridor.platform.services;

import static dev.corridor.platform.services.RunningServices.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.embedded.Ports;
import dev.corridor.kit.rpc.ServiceClient;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A crowd pays at once, more of them than the services behind the payment can take together. */
class PaymentBurstTest {
    private static final int PEOPLE = 256;

    private static final int CALM = 8;

    private static RunningServices services;

    private final List<String> people = IntStream.range(0, PEOPLE)
            .mapToObj(number -> UUID.randomUUID().toString())
            .toList();

    private record Answer(int status, JsonObject body) {}

    @BeforeAll
    static void start() {
        services = new RunningServices();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void everybody_who_pays_at_once_is_answered_right() {
        var calm = http(CALM);
        String bank = services.token("bank", "payments:topup");
        all(number -> post(calm, "/top-ups", bank, people.get(number), "10.00"));
        var crowd = http(PEOPLE);

        var answers = all(number -> post(crowd, "/process", payer(number), payee(number), "1.00"));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.body().getString("payer"))
                .containsExactlyElementsOf(people);
        // Each paid one and was paid one.
        assertThat(balances()).containsOnly("10.00");
    }

    private String payer(int number) {
        return services.token(people.get(number), "payments:write");
    }

    private String payee(int number) {
        return people.get((number + 1) % PEOPLE);
    }

    private static HttpClient http(int connections) {
        return services.clients().createHttpClient(new PoolOptions().setHttp1MaxSize(connections));
    }

    private static Future<Answer> post(HttpClient http, String path, String token, String payee, String amount) {
        var request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(Ports.LOOPBACK)
                .setPort(services.paymentHttpPort())
                .setURI(path)
                .putHeader("authorization", "Bearer " + token)
                .putHeader("content-type", "application/json");
        var order = new JsonObject().put("to", payee).put("amount", amount).put("currency", "USD");
        return http.request(request).compose(sent -> sent.send(order.toBuffer())
                .compose(answer -> answer.body().map(body -> new Answer(answer.statusCode(), body.toJsonObject()))));
    }

    private List<String> balances() {
        ServiceClient ledger = services.ledger();
        String auditor = services.token("test", "ledger:admin");
        return all(number -> ledger.call(
                        LedgerServiceGrpcClient.ListAccounts,
                        ListAccountsRequest.newBuilder()
                                .setOwner(people.get(number))
                                .build(),
                        auditor)
                .map(accounts -> accounts.getAccounts(0).getBalance().getAmount()));
    }

    /** One of each person's. */
    private static <T> List<T> all(IntFunction<Future<T>> call) {
        var answers = IntStream.range(0, PEOPLE).mapToObj(call).toList();
        return await(Future.all(answers)).list();
    }
}
