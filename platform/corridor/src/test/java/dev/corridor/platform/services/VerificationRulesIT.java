package dev.corridor.platform.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.SetVerificationRequest;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules for the money of pending, verified and suspended users, tested with real profile, payment, forex and ledger services. */
class VerificationRulesIT {
    private static final String PAYER_NOT_ALLOWED = "payer_not_allowed";
    private static final String PAYEE_NOT_ALLOWED = "payee_not_allowed";

    private static DeployedServices services;
    private static PaymentClient payments;

    @BeforeAll
    static void start() {
        services = DeployedServices.withProfile();
        payments = new PaymentClient(services);
    }

    @AfterAll
    static void stop() {
        services.close();
    }

    @Test
    void a_pending_user_receives_and_refunds_and_does_not_pay() {
        var ada = verified();
        var pending = user(Verification.VERIFICATION_PENDING);
        payments.topUp(ada.getUserId(), "100.00", "USD");

        payments.topUp(pending.getUserId(), "5.00", "USD");
        var paid = pay(ada, pending, "10.00").assertStatus(201);
        assertRefused(pay(pending, ada, "1.00"), PAYER_NOT_ALLOWED);
        assertRefused(hold(pending, ada, "1.00"), PAYER_NOT_ALLOWED);
        assertRefused(payments.post(pending.getUserId(), "/withdrawals", usd("1.00")), PAYER_NOT_ALLOWED);
        refund(pending, paid, "4.00").assertStatus(201);

        assertThat(balance(pending)).isEqualTo("11.00/11.00");
        assertThat(balance(ada)).isEqualTo("94.00/94.00");
    }

    @Test
    void a_suspension_stops_the_very_next_payment_and_reinstatement_allows_it_again() {
        var ada = verified();
        var ben = verified();
        payments.topUp(ada.getUserId(), "100.00", "USD");
        pay(ada, ben, "1.00").assertStatus(201);

        var suspended = set(ada, Verification.VERIFICATION_SUSPENDED);
        assertRefused(pay(ada, ben, "1.00"), PAYER_NOT_ALLOWED);
        assertRefused(preview(ada, ben, "1.00"), PAYER_NOT_ALLOWED);
        assertRefused(payments.post(ada.getUserId(), "/withdrawals", usd("1.00")), PAYER_NOT_ALLOWED);
        assertThat(codeOfGrpcPayment(ada, ben)).isEqualTo(PAYER_NOT_ALLOWED);

        set(suspended, Verification.VERIFICATION_VERIFIED);
        pay(ada, ben, "1.00").assertStatus(201);
        assertThat(balance(ada)).isEqualTo("98.00/98.00");
    }

    @Test
    void a_suspended_user_is_neither_paid_nor_topped_up() {
        var ada = verified();
        var ben = verified();
        payments.topUp(ada.getUserId(), "100.00", "USD");
        set(ben, Verification.VERIFICATION_SUSPENDED);

        assertRefused(pay(ada, ben, "1.00"), PAYEE_NOT_ALLOWED);
        assertRefused(
                payments.post(ada.getUserId(), "/process", usd("1.00").put("to", "@" + ben.getUsername())),
                PAYEE_NOT_ALLOWED);
        assertRefused(payments.startTopUp(ben.getUserId(), "1.00", "USD").join(), PAYEE_NOT_ALLOWED);
        assertRefused(
                payments.startTopUp("@" + ben.getUsername(), "1.00", "USD").join(), PAYEE_NOT_ALLOWED);
    }

    @Test
    void a_hold_of_a_suspended_user_is_released_and_not_captured() {
        var ada = verified();
        var ben = verified();
        payments.topUp(ada.getUserId(), "100.00", "USD");
        var fromAda = hold(ada, ben, "10.00").assertStatus(201);
        set(ada, Verification.VERIFICATION_SUSPENDED);

        assertRefused(end(ben, fromAda, "capture"), PAYER_NOT_ALLOWED);
        assertThat(end(ben, fromAda, "cancel").assertStatus(200).json().getString("status"))
                .isEqualTo("CANCELLED");
        assertThat(balance(ada)).isEqualTo("100.00/100.00");
    }

    @Test
    void a_suspended_payee_captures_and_refunds_nothing_and_a_suspended_payer_is_refunded() {
        var ada = verified();
        var ben = verified();
        payments.topUp(ada.getUserId(), "100.00", "USD");
        var held = hold(ada, ben, "10.00").assertStatus(201);
        var paid = pay(ada, ben, "20.00").assertStatus(201);

        var suspended = set(ben, Verification.VERIFICATION_SUSPENDED);
        assertRefused(end(ben, held, "capture"), PAYEE_NOT_ALLOWED);
        assertRefused(refund(ben, paid, "5.00"), PAYEE_NOT_ALLOWED);
        set(suspended, Verification.VERIFICATION_VERIFIED);
        set(ada, Verification.VERIFICATION_SUSPENDED);
        refund(ben, paid, "5.00").assertStatus(201);

        assertThat(balance(ada)).isEqualTo("85.00/75.00");
    }

    @Test
    void a_suspended_users_quote_is_refused_and_stays_unused() {
        var ada = verified();
        var ben = verified();
        payments.topUp(ada.getUserId(), "100.00", "USD");
        var quote = services.forex()
                .call(
                        ForexServiceGrpcClient.CreateQuote,
                        CreateQuoteRequest.newBuilder()
                                .setAmount(Money.newBuilder().setAmount("10.00").setCurrency("EUR"))
                                .setOtherCurrency("USD")
                                .build(),
                        services.token(ada.getUserId(), Scope.FOREX_TRADE))
                .getQuote()
                .getQuoteId();
        var atQuote = new JsonObject()
                .put("to", ben.getUserId())
                .put("amount", "10.00")
                .put("currency", "EUR")
                .put("quote_id", quote);

        var suspended = set(ada, Verification.VERIFICATION_SUSPENDED);
        assertRefused(payments.post(ada.getUserId(), "/process", atQuote), PAYER_NOT_ALLOWED);
        set(suspended, Verification.VERIFICATION_VERIFIED);
        payments.post(ada.getUserId(), "/process", atQuote).assertStatus(201);
    }

    private static User verified() {
        return user(Verification.VERIFICATION_VERIFIED);
    }

    private static User user(Verification verification) {
        var username = "u" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        var request = CreateUserRequest.newBuilder()
                .setUsername(username)
                .setEmail(username + "@corridor.example")
                .setFullName("Test User")
                .setHomeCurrency("USD")
                .setVerification(verification)
                .build();
        return services.profile()
                .grpc()
                .call(ProfileServiceGrpcClient.CreateUser, request, operator())
                .getUser();
    }

    private static User set(User user, Verification verification) {
        var request = SetVerificationRequest.newBuilder()
                .setUserId(user.getUserId())
                .setVersion(user.getVersion())
                .setVerification(verification)
                .setReason("test")
                .build();
        return services.profile()
                .grpc()
                .call(ProfileServiceGrpcClient.SetVerification, request, operator())
                .getUser();
    }

    private static String operator() {
        return services.token("operator", Scope.PROFILE_ADMIN, Scope.PROFILE_VERIFY);
    }

    private static HttpResult pay(User payer, User payee, String amount) {
        return payments.post(payer.getUserId(), "/process", usd(amount).put("to", payee.getUserId()));
    }

    private static HttpResult hold(User payer, User payee, String amount) {
        var order = usd(amount).put("to", payee.getUserId()).put("capture", "later");
        return payments.post(payer.getUserId(), "/process", order);
    }

    private static HttpResult preview(User payer, User payee, String amount) {
        var order = usd(amount).put("to", payee.getUserId()).put("preview", true);
        return payments.post(payer.getUserId(), "/process", order);
    }

    private static HttpResult end(User caller, HttpResult held, String operation) {
        return payments.post(
                caller.getUserId(), "/payments/" + PaymentClient.id(held) + "/" + operation, new JsonObject());
    }

    private static HttpResult refund(User payee, HttpResult paid, String amount) {
        return payments.post(payee.getUserId(), "/payments/" + PaymentClient.id(paid) + "/refunds", usd(amount));
    }

    private static String codeOfGrpcPayment(User payer, User payee) {
        var request = ProcessRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount("1.00").setCurrency("USD"))
                .setTo(payee.getUserId())
                .build();
        var refused = catchThrowableOfType(Problem.class, () -> services.payment()
                .call(
                        PaymentServiceGrpcClient.Process,
                        request,
                        services.token(payer.getUserId(), Scope.PAYMENTS_WRITE)));
        return refused.code().code();
    }

    private static JsonObject usd(String amount) {
        return new JsonObject().put("amount", amount).put("currency", "USD");
    }

    private static String balance(User user) {
        return payments.balance(user.getUserId(), "wallet", "USD");
    }

    private static void assertRefused(HttpResult result, String code) {
        result.assertProblem(422, code);
    }
}
