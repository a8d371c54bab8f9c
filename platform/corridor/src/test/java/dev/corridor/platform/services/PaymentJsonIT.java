package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpCall;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.kit.testing.JsonBindings;
import dev.corridor.payment.v1.PaymentServiceGrpcService;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Methods of the payment service as JSON over HTTP, on its gRPC port. */
class PaymentJsonIT extends PaymentFeature {
    private static HttpCaller json;

    @BeforeAll
    static void connect() {
        json = HttpCaller.onPort(services.paymentService().grpcPort());
    }

    @Test
    void every_method_answers_by_its_path() {
        JsonBindings.assertAllAnswer(services.paymentService(), PaymentServiceGrpcService.SERVICE_DESCRIPTOR);
    }

    @Test
    void a_payment_under_one_key_happens_once_at_both_doors() {
        client.topUp(ada, "100.00", "USD");
        String key = UUID.randomUUID().toString();

        var first = process(key, payment("10.00")).send().assertStatus(200);
        var second = process(key, payment("10.00")).send().assertStatus(200);
        var other = process(key, payment("11.00")).send();

        assertThat(second.json().getString("payment_id")).isEqualTo(first.json().getString("payment_id"));
        other.assertProblem(422, "idempotency_key_reused");
        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("90.00/90.00");
    }

    @Test
    void a_key_in_the_header_and_another_in_the_body_are_refused() {
        client.topUp(ada, "100.00", "USD");

        process("one", payment("10.00").put("idempotency_key", "two")).send().assertProblem(400, "invalid_request");

        assertThat(client.balance(ada, "wallet", "USD")).isEqualTo("100.00/100.00");
    }

    @Test
    void the_id_of_a_path_cannot_be_given_again_in_the_body() {
        client.topUp(ada, "100.00", "USD");
        String held = process("held", payment("10.00").put("hold", "3600s"))
                .send()
                .assertStatus(200)
                .json()
                .getString("payment_id");

        var conflict = json.request("POST", "/v1/payments/" + held + "/capture")
                .token(services.token(blaise, Scope.PAYMENTS_WRITE))
                .json(new JsonObject().put("payment_id", UUID.randomUUID().toString()))
                .send();
        var captured = json.request("POST", "/v1/payments/" + held + "/capture")
                .token(services.token(blaise, Scope.PAYMENTS_WRITE))
                .json(new JsonObject())
                .send();

        conflict.assertProblem(400, "invalid_request");
        assertThat(captured.assertStatus(200).json().getString("status")).isEqualTo("STATUS_COMPLETED");
    }

    private HttpCall process(String key, JsonObject payment) {
        return json.request("POST", "/v1/payments")
                .token(services.token(ada, Scope.PAYMENTS_WRITE))
                .header("idempotency-key", key)
                .json(payment);
    }

    private JsonObject payment(String amount) {
        return new JsonObject()
                .put("amount", new JsonObject().put("amount", amount).put("currency", "USD"))
                .put("to", blaise);
    }
}
