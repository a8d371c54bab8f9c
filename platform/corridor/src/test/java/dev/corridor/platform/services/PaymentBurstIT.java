package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.platform.services.PaymentClient.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A crowd pays at once, more of them than the services behind the payment can take together. */
class PaymentBurstIT {
    private static final int PEOPLE = 256;

    private static final int CALM = 8;

    private static DeployedServices services;

    private final List<String> people = IntStream.range(0, PEOPLE)
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
    void everybody_who_pays_at_once_is_answered_right() {
        var calm = new PaymentClient(services, CALM);
        all(number -> calm.startTopUp(people.get(number), "10.00", "USD"));
        var crowd = new PaymentClient(services, PEOPLE);

        var answers = all(number -> crowd.start(people.get(number), "/process", Optional.empty(), order(number)));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.body().getString("payer"))
                .containsExactlyElementsOf(people);
        // Each paid one and was paid one.
        assertThat(balances()).containsOnly("10.00");
    }

    private JsonObject order(int number) {
        return new JsonObject()
                .put("to", people.get((number + 1) % PEOPLE))
                .put("amount", "1.00")
                .put("currency", "USD");
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
        return Future.all(answers).await().list();
    }
}
