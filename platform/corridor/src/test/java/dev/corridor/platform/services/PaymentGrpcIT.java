package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Timestamp;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.GrpcCaller;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.domain.query.FeedCursor;
import dev.corridor.payment.v1.CancelPaymentRequest;
import dev.corridor.payment.v1.CapturePaymentRequest;
import dev.corridor.payment.v1.FixedSide;
import dev.corridor.payment.v1.GetIdempotencyKeyRequest;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.GetRefundRequest;
import dev.corridor.payment.v1.GetTimelineRequest;
import dev.corridor.payment.v1.Kind;
import dev.corridor.payment.v1.ListPaymentsRequest;
import dev.corridor.payment.v1.ListRefundsRequest;
import dev.corridor.payment.v1.Operation;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.PreviewPaymentRequest;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.payment.v1.Refund;
import dev.corridor.payment.v1.RefundPaymentRequest;
import dev.corridor.payment.v1.RefundStatus;
import dev.corridor.payment.v1.Status;
import dev.corridor.payment.v1.Step;
import dev.corridor.payment.v1.StreamPaymentsRequest;
import dev.corridor.payment.v1.StreamPaymentsResponse;
import dev.corridor.payment.v1.TopUpRequest;
import dev.corridor.payment.v1.WithdrawRequest;
import io.vertx.grpc.common.ServiceMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every method of the payment service's gRPC API, with real forex and ledger services. */
class PaymentGrpcIT {
    private static final String CURSOR_OF_ANOTHER_LIFE =
            new FeedCursor(UUID.randomUUID(), 1, UUID.randomUUID(), Instant.now()).text();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static DeployedServices services;
    private static PaymentClient rest;
    private static GrpcCaller payments;

    private final String ada = UUID.randomUUID().toString();
    private final String blaise = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        services = new DeployedServices();
        rest = new PaymentClient(services);
        payments = services.payment();
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void money_is_topped_up_and_withdrawn() {
        var toppedUp = topUp("100.00");
        var withdrawn = withdraw("30.00", "w-1");

        assertThat(toppedUp.getKind()).isEqualTo(Kind.KIND_TOP_UP);
        assertThat(withdrawn.getKind()).isEqualTo(Kind.KIND_WITHDRAWAL);
        assertThat(withdrawn.getStatus()).isEqualTo(Status.STATUS_COMPLETED);
        assertThat(withdraw("30.00", "w-1")).isEqualTo(withdrawn);
        assertThat(rest.balance(ada, "wallet", "USD")).isEqualTo("70.00/70.00");
        assertThat(refusal(() -> withdraw("70.01", "w-2"))).isEqualTo("insufficient_funds");
    }

    @Test
    void a_preview_returns_the_price_of_the_same_payment() {
        topUp("100.00");
        var request = toBlaise("50.00", "USD")
                .setFixedSide(FixedSide.FIXED_SIDE_SOURCE)
                .setTargetCurrency("EUR")
                .build();

        var preview = call(
                ada,
                PaymentServiceGrpcClient.PreviewPayment,
                PreviewPaymentRequest.newBuilder().setPayment(request).build());
        assertThat(call(ada, PaymentServiceGrpcClient.ListPayments, ListPaymentsRequest.getDefaultInstance())
                        .getPaymentsList())
                .extracting(Payment::getKind)
                .containsExactly(Kind.KIND_TOP_UP);
        var paid = call(ada, PaymentServiceGrpcClient.Process, request).getPayment();

        assertThat(preview.getSource()).isEqualTo(usd("50.00")).isEqualTo(paid.getSource());
        assertThat(preview.getAvailable()).isEqualTo(usd("100.00"));
        assertThat(preview.getAffordable()).isTrue();
        assertThat(preview.getPayee()).isEqualTo(blaise);
        assertThat(decimal(preview.getTarget())).isCloseTo(decimal(paid.getTarget()), withPercentage(1));
        assertThat(rest.balance(blaise, "wallet", "EUR"))
                .startsWith(paid.getTarget().getAmount());
    }

    @Test
    void a_hold_is_captured_in_part_or_cancelled() {
        topUp("100.00");
        var captured = hold("60.00");
        var cancelled = hold("10.00");
        assertThat(captured.getStatus()).isEqualTo(Status.STATUS_RESERVED);
        assertThat(captured.hasExpiresAt()).isTrue();

        var after = call(
                        blaise,
                        PaymentServiceGrpcClient.CapturePayment,
                        CapturePaymentRequest.newBuilder()
                                .setPaymentId(captured.getPaymentId())
                                .setAmount(usd("45.00"))
                                .setIdempotencyKey("capture")
                                .build())
                .getPayment();
        var cancel = CancelPaymentRequest.newBuilder()
                .setPaymentId(cancelled.getPaymentId())
                .setIdempotencyKey("cancel")
                .build();

        assertThat(after.getStatus()).isEqualTo(Status.STATUS_COMPLETED);
        assertThat(after.getCaptured()).isEqualTo(usd("45.00"));
        assertThat(after.hasExpiresAt()).isFalse();
        assertThat(call(ada, PaymentServiceGrpcClient.CancelPayment, cancel)
                        .getPayment()
                        .getStatus())
                .isEqualTo(Status.STATUS_CANCELLED);
        assertThat(call(ada, PaymentServiceGrpcClient.CancelPayment, cancel)
                        .getPayment()
                        .getStatus())
                .isEqualTo(Status.STATUS_CANCELLED);
        assertThat(rest.balance(ada, "wallet", "USD")).isEqualTo("55.00/55.00");
        assertThat(operation(blaise, "capture")).isEqualTo(Operation.OPERATION_CAPTURE);
        assertThat(operation(ada, "cancel")).isEqualTo(Operation.OPERATION_CANCEL);
    }

    @Test
    void refunds_are_made_listed_and_read() {
        topUp("100.00");
        var paid = pay("40.00", "p-1");

        var first = refund(paid, "15.00", "r-1");
        assertThat(refund(paid, "15.00", "r-1")).isEqualTo(first);
        var second = refund(paid, "25.00", "r-2");

        assertThat(first.getStatus()).isEqualTo(RefundStatus.REFUND_STATUS_COMPLETED);
        assertThat(first.getReturned()).isEqualTo(usd("15.00"));
        assertThat(call(
                                ada,
                                PaymentServiceGrpcClient.GetRefund,
                                GetRefundRequest.newBuilder()
                                        .setRefundId(first.getRefundId())
                                        .build())
                        .getRefund())
                .isEqualTo(first);
        assertThat(call(
                                ada,
                                PaymentServiceGrpcClient.ListRefunds,
                                ListRefundsRequest.newBuilder()
                                        .setPaymentId(paid.getPaymentId())
                                        .build())
                        .getRefundsList())
                .containsExactly(first, second);
        assertThat(found(ada, paid).getStatus()).isEqualTo(Status.STATUS_REFUNDED);
        assertThat(refusal(() -> refund(paid, "0.01", "r-3"))).isEqualTo("status_conflict");
    }

    @Test
    void a_timeline_and_an_idempotency_key_show_the_state_of_a_payment() {
        topUp("100.00");
        var paid = pay("40.00", "p-1");
        refund(paid, "15.00", "r-1");

        var timeline = call(
                ada,
                PaymentServiceGrpcClient.GetTimeline,
                GetTimelineRequest.newBuilder()
                        .setPaymentId(paid.getPaymentId())
                        .build());
        var key = call(
                ada,
                PaymentServiceGrpcClient.GetIdempotencyKey,
                GetIdempotencyKeyRequest.newBuilder().setKey("p-1").build());

        assertThat(timeline.getStepsList())
                .extracting(Step::getName)
                .containsExactly("created", "planned", "completed", "refund_created", "refund_completed");
        assertThat(timeline.getFailure()).isEmpty();
        assertThat(key.getOperation()).isEqualTo(Operation.OPERATION_PAY);
        assertThat(key.getFinished()).isTrue();
        assertThat(key.getPayment()).isEqualTo(found(ada, paid));
        assertThat(refusal(() -> operation(blaise, "p-1"))).isEqualTo("idempotency_key_not_found");
    }

    @Test
    void a_list_is_filtered_and_paged() {
        topUp("100.00");
        var first = pay("1.00", "p-1");
        var second = pay("2.00", "p-2");
        hold("3.00");
        var completed = ListPaymentsRequest.newBuilder()
                .setCounterparty(blaise)
                .addStatuses(Status.STATUS_COMPLETED)
                .setLimit(1);

        var page = call(ada, PaymentServiceGrpcClient.ListPayments, completed.build());
        var next = call(
                ada,
                PaymentServiceGrpcClient.ListPayments,
                completed.setCursor(page.getNextCursor()).build());

        assertThat(page.getPaymentsList()).containsExactly(second);
        assertThat(next.getPaymentsList()).containsExactly(first);
        assertThat(call(
                                ada,
                                PaymentServiceGrpcClient.ListPayments,
                                ListPaymentsRequest.newBuilder()
                                        .setCurrency("USD")
                                        .setMinAmount("2.00")
                                        .setMaxAmount("2.50")
                                        .build())
                        .getPaymentsList())
                .containsExactly(second);
    }

    @Test
    void a_list_from_an_invalid_time_is_refused() {
        var request = ListPaymentsRequest.newBuilder()
                .setFrom(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))
                .build();

        assertThat(refusal(() -> call(ada, PaymentServiceGrpcClient.ListPayments, request)))
                .isEqualTo("invalid_request");
    }

    @Test
    void changes_are_streamed_and_resumed_after_a_cursor() {
        topUp("100.00");
        var all = follow(ada, CURSOR_OF_ANOTHER_LIFE);
        var first = pay("1.00", "p-1");
        assertThat(statuses(all, first)).endsWith(Status.STATUS_COMPLETED);
        assertThat(all.get(0).getGap()).isTrue();
        String cursor = all.get(all.size() - 1).getCursor();
        var second = pay("2.00", "p-2");

        assertThat(statuses(follow(ada, cursor), second)).endsWith(Status.STATUS_COMPLETED);
    }

    @Test
    void payments_of_other_users_are_not_found() {
        topUp("100.00");
        var paid = pay("1.00", "p-1");
        String otherUser = UUID.randomUUID().toString();

        assertThat(refusal(() -> found(otherUser, paid))).isEqualTo("payment_not_found");
        assertThat(refusal(() -> call(
                        otherUser,
                        PaymentServiceGrpcClient.GetTimeline,
                        GetTimelineRequest.newBuilder()
                                .setPaymentId(paid.getPaymentId())
                                .build())))
                .isEqualTo("payment_not_found");
        assertThat(refusal(() -> refundBy(otherUser, paid, "1.00", "r-1"))).isEqualTo("payment_not_found");
    }

    private Payment topUp(String amount) {
        var request =
                TopUpRequest.newBuilder().setTo(ada).setAmount(usd(amount)).build();
        return payments.call(PaymentServiceGrpcClient.TopUp, request, services.token("bank", Scope.PAYMENTS_TOPUP))
                .getPayment();
    }

    private Payment withdraw(String amount, String key) {
        var request = WithdrawRequest.newBuilder()
                .setAmount(usd(amount))
                .setIdempotencyKey(key)
                .build();
        return call(ada, PaymentServiceGrpcClient.Withdraw, request).getPayment();
    }

    private ProcessRequest.Builder toBlaise(String amount, String currency) {
        return ProcessRequest.newBuilder()
                .setTo(blaise)
                .setAmount(Money.newBuilder().setAmount(amount).setCurrency(currency))
                .putAllMetadata(Map.of("order", "17"));
    }

    private Payment pay(String amount, String key) {
        return call(
                        ada,
                        PaymentServiceGrpcClient.Process,
                        toBlaise(amount, "USD").setIdempotencyKey(key).build())
                .getPayment();
    }

    private Payment hold(String amount) {
        return call(
                        ada,
                        PaymentServiceGrpcClient.Process,
                        toBlaise(amount, "USD")
                                .setHold(com.google.protobuf.Duration.newBuilder()
                                        .setSeconds(3600))
                                .build())
                .getPayment();
    }

    private Refund refund(Payment paid, String amount, String key) {
        return refundBy(blaise, paid, amount, key);
    }

    private static Refund refundBy(String user, Payment paid, String amount, String key) {
        return call(
                        user,
                        PaymentServiceGrpcClient.RefundPayment,
                        RefundPaymentRequest.newBuilder()
                                .setPaymentId(paid.getPaymentId())
                                .setAmount(usd(amount))
                                .setReason("sold out")
                                .setIdempotencyKey(key)
                                .build())
                .getRefund();
    }

    private static Payment found(String user, Payment payment) {
        return call(
                        user,
                        PaymentServiceGrpcClient.GetPayment,
                        GetPaymentRequest.newBuilder()
                                .setPaymentId(payment.getPaymentId())
                                .build())
                .getPayment();
    }

    private static Operation operation(String user, String key) {
        return call(
                        user,
                        PaymentServiceGrpcClient.GetIdempotencyKey,
                        GetIdempotencyKeyRequest.newBuilder().setKey(key).build())
                .getOperation();
    }

    private static List<StreamPaymentsResponse> follow(String user, String cursor) {
        var changes = new CopyOnWriteArrayList<StreamPaymentsResponse>();
        var request = StreamPaymentsRequest.newBuilder().setCursor(cursor).build();
        payments.stream(PaymentServiceGrpcClient.StreamPayments, request, token(user))
                .handler(changes::add)
                .resume();
        return changes;
    }

    /** Waits for the change to COMPLETED. @return the statuses of that payment, in the order of the changes */
    private static List<Status> statuses(List<StreamPaymentsResponse> changes, Payment payment) {
        return await().atMost(TIMEOUT)
                .until(
                        () -> changes.stream()
                                .map(StreamPaymentsResponse::getPayment)
                                .filter(each -> each.getPaymentId().equals(payment.getPaymentId()))
                                .map(Payment::getStatus)
                                .toList(),
                        statuses -> statuses.contains(Status.STATUS_COMPLETED));
    }

    private static <Q, R> R call(String user, ServiceMethod<R, Q> method, Q request) {
        return payments.call(method, request, token(user));
    }

    private static String token(String user) {
        return services.token(user, PaymentClient.ALL_USER_SCOPES);
    }

    private static String refusal(Runnable request) {
        return catchThrowableOfType(Problem.class, request::run).code().code();
    }

    private static Money usd(String amount) {
        return Money.newBuilder().setAmount(amount).setCurrency("USD").build();
    }

    private static BigDecimal decimal(Money money) {
        return new BigDecimal(money.getAmount());
    }
}
