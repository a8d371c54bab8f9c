package dev.corridor.gateway;

import com.google.protobuf.Timestamp;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.GetReferenceRatesResponse;
import dev.corridor.forex.v1.ListCurrenciesResponse;
import dev.corridor.kit.error.ErrorCode;
import dev.corridor.kit.error.ErrorDetails;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Correlation;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.LedgerServiceGrpcService;
import dev.corridor.ledger.v1.ListAccountsResponse;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.GetPaymentResponse;
import dev.corridor.payment.v1.Kind;
import dev.corridor.payment.v1.ListPaymentsResponse;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentServiceGrpcService;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.payment.v1.ProcessResponse;
import dev.corridor.payment.v1.Status;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.Permission;
import dev.corridor.profile.v1.ProfileServiceGrpcService;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.server.GrpcServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** gRPC server with the methods of all four services that the gateway calls. It answers for one user. */
final class StandInServices implements AutoCloseable {
    record Call(String method, String authorization, String correlationId) {}

    /** A payment with this reference is refused. */
    static final String REFUSED_REFERENCE = "refuse this";

    final List<ProcessRequest> payments = Collections.synchronizedList(new ArrayList<>());
    final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final Vertx vertx = Vertx.vertx();
    private final GrpcServer grpc = GrpcServer.server(vertx);
    private final HttpServer server;
    private int awaitedCalls;
    private Promise<Void> allArrived = Promise.promise();

    StandInServices() {
        answer(ProfileServiceGrpcService.GetUser, request -> GetUserResponse.newBuilder()
                .setUser(user(request.getUserId()))
                .build());
        answer(LedgerServiceGrpcService.ListAccounts, request -> accounts());
        answer(PaymentServiceGrpcService.GetPayment, request -> GetPaymentResponse.newBuilder()
                .setPayment(payment(request.getPaymentId()))
                .build());
        answer(PaymentServiceGrpcService.ListPayments, request -> payments(request.getLimit()));
        answer(PaymentServiceGrpcService.Process, request -> ProcessResponse.newBuilder()
                .setPayment(process(request))
                .build());
        answer(ForexServiceGrpcService.GetReferenceRates, request -> rates(request.getBase()));
        answer(ForexServiceGrpcService.ListCurrencies, request -> ListCurrenciesResponse.getDefaultInstance());
        server = vertx.createHttpServer()
                .requestHandler(grpc)
                .listen(0, "127.0.0.1")
                .await();
        allArrived.tryComplete();
    }

    String address() {
        return "127.0.0.1:" + server.actualPort();
    }

    /** Holds all responses back until the given number of calls has arrived. */
    void answerAfterCalls(int count) {
        awaitedCalls = count;
        allArrived = Promise.promise();
        calls.clear();
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private <Q, R> void answer(ServiceMethod<Q, R> method, Function<Q, R> answer) {
        grpc.callHandler(method, call -> {
            calls.add(new Call(
                    method.methodName(),
                    call.headers().get("authorization"),
                    call.headers().get(Correlation.HEADER)));
            if (calls.size() == awaitedCalls) {
                allArrived.tryComplete();
            }
            Future<Void> released = allArrived.future();
            call.last()
                    .compose(request -> released.map(done -> answer.apply(request)))
                    .onSuccess(call.response()::end)
                    .onFailure(failure -> {
                        var problem = (Problem) failure;
                        call.response().trailers().set(ErrorDetails.KEY, ErrorDetails.of(problem, "there"));
                        call.response()
                                .status(GrpcStatus.valueOf(
                                        problem.code().fault().grpcStatus()))
                                .end();
                    });
        });
    }

    private static User user(String id) {
        return User.newBuilder()
                .setUserId(id)
                .setUsername("ada")
                .setEmail("ada@example.com")
                .setFullName("Ada Lovelace")
                .setHomeCurrency("USD")
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .addPermissions(Permission.PERMISSION_PAY)
                .addPermissions(Permission.PERMISSION_RECEIVE)
                .build();
    }

    private static ListAccountsResponse accounts() {
        return ListAccountsResponse.newBuilder()
                .addAccounts(account("fees", "USD", "7.00"))
                .addAccounts(account("wallet", "EUR", "2500.00"))
                .addAccounts(account("wallet", "USD", "10000.00"))
                .build();
    }

    private static Account account(String code, String currency, String amount) {
        return Account.newBuilder()
                .setAccountId(code + "-" + currency)
                .setCode(code)
                .setCurrency(currency)
                .setBalance(money(amount, currency))
                .setOpenedAt(Timestamp.newBuilder().setSeconds(1_767_268_800))
                .build();
    }

    private static ListPaymentsResponse payments(int limit) {
        var page = ListPaymentsResponse.newBuilder().setNextCursor("more");
        for (int i = 0; i < limit; i++) {
            page.addPayments(payment("payment-" + i));
        }
        return page.build();
    }

    private static Payment payment(String id) {
        return Payment.newBuilder()
                .setPaymentId(id)
                .setKind(Kind.KIND_PAYMENT)
                .setStatus(Status.STATUS_COMPLETED)
                .setAmount(money("100.00", "EUR"))
                .setSource(money("108.70", "USD"))
                .setRate("0.92")
                .setPayer("ada")
                .setPayee("house")
                .setCreatedAt(Timestamp.newBuilder().setSeconds(1_767_268_800))
                .build();
    }

    private Payment process(ProcessRequest request) {
        payments.add(request);
        if (request.getReference().equals(REFUSED_REFERENCE)) {
            throw Problem.of(new Refusal(), "The wallet holds too little.").with("payment_id", "refused-1");
        }
        return payment("paid-1").toBuilder()
                .clearSource()
                .clearRate()
                .setAmount(request.getAmount())
                .setReference(request.getReference())
                .build();
    }

    private static GetReferenceRatesResponse rates(String base) {
        return GetReferenceRatesResponse.newBuilder()
                .setBase(base)
                .setAsOf("2026-01-30")
                .setProvider("ECB")
                .putRates("USD", "1.0871")
                .putRates("GBP", "0.8543")
                .build();
    }

    private static Money money(String amount, String currency) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }

    private record Refusal() implements ErrorCode {
        @Override
        public String code() {
            return "insufficient_funds";
        }

        @Override
        public Fault fault() {
            return Fault.REFUSED;
        }

        @Override
        public String advice() {
            return "Top up, or pay from another wallet by from_currency; read the payment by its payment_id.";
        }
    }
}
