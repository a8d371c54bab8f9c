package dev.corridor.platform.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import io.vertx.core.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Sends malformed messages to the gRPC services. Each is answered with a status and a stable code, never with INTERNAL. */
class GrpcBadInputIT {
    private static final RunningPlatform PLATFORM = RunningPlatform.shared();
    private static final String TOKEN = PLATFORM.tokenOf("ada");

    @TestFactory
    Stream<DynamicTest> grpc_ids_and_tokens() {
        var profile = PLATFORM.grpc(ServiceName.PROFILE);
        var payment = PLATFORM.grpc(ServiceName.PAYMENT);
        var ledger = PLATFORM.grpc(ServiceName.LEDGER);
        return Stream.of(
                call(
                        "an invalid id",
                        Fault.NOT_FOUND,
                        "user_not_found",
                        () -> profile.call(
                                ProfileServiceGrpcClient.GetUser,
                                GetUserRequest.newBuilder().setUserId("12").build(),
                                TOKEN)),
                call(
                        "no token",
                        Fault.UNAUTHENTICATED,
                        "unauthenticated",
                        () -> profile.call(ProfileServiceGrpcClient.GetUser, GetUserRequest.getDefaultInstance(), "")),
                call(
                        "an invalid payment id",
                        Fault.NOT_FOUND,
                        "payment_not_found",
                        () -> payment.call(
                                PaymentServiceGrpcClient.GetPayment,
                                GetPaymentRequest.newBuilder()
                                        .setPaymentId("12")
                                        .build(),
                                TOKEN)),
                call(
                        "an invalid account id",
                        Fault.NOT_FOUND,
                        "account_not_found",
                        () -> ledger.call(
                                LedgerServiceGrpcClient.GetAccount,
                                GetAccountRequest.newBuilder().setAccountId("x").build(),
                                TOKEN)));
    }

    @TestFactory
    Stream<DynamicTest> grpc_payments() {
        var payment = PLATFORM.grpc(ServiceName.PAYMENT);
        return Stream.of(
                call(
                        "a negative amount",
                        Fault.INVALID,
                        "amount_invalid",
                        () -> payment.call(PaymentServiceGrpcClient.Process, process("-1", "USD"), TOKEN)),
                call(
                        "no amount",
                        Fault.INVALID,
                        "amount_invalid",
                        () -> payment.call(
                                PaymentServiceGrpcClient.Process, ProcessRequest.getDefaultInstance(), TOKEN)),
                call(
                        "a currency that does not exist",
                        Fault.INVALID,
                        "unknown_currency",
                        () -> payment.call(PaymentServiceGrpcClient.Process, process("1", "XXQ"), TOKEN)),
                call(
                        "NUL in a reference",
                        Fault.INVALID,
                        "invalid_request",
                        () -> payment.call(
                                PaymentServiceGrpcClient.Process,
                                process("1", "USD").toBuilder()
                                        .setReference("a\0b")
                                        .build(),
                                TOKEN)));
    }

    private static ProcessRequest process(String amount, String currency) {
        return ProcessRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount(amount).setCurrency(currency))
                .build();
    }

    private static DynamicTest call(String name, Fault fault, String code, Supplier<Future<?>> call) {
        return DynamicTest.dynamicTest(name, () -> assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> call.get().await())
                .satisfies(problem -> {
                    assertThat(problem.code().code()).isEqualTo(code);
                    assertThat(problem.code().fault().grpcStatus()).isEqualTo(fault.grpcStatus());
                    BadInputIT.assertClean(problem.detail());
                }));
    }
}
