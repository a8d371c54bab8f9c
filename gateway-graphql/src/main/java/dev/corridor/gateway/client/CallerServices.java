package dev.corridor.gateway.client;

import com.google.protobuf.Message;
import dev.corridor.forex.v1.CurrencyList;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetReferenceRatesRequest;
import dev.corridor.forex.v1.ListCurrenciesRequest;
import dev.corridor.forex.v1.ReferenceRates;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Caller;
import dev.corridor.ledger.v1.AccountList;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.ListPaymentsRequest;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentList;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.grpc.common.ServiceMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The services as one caller sees them, for the length of one query: each call carries the caller's token, and the same
 * question is asked once, however many fields want the answer.
 */
public final class CallerServices {
    private final ServiceClients services;
    private final Caller caller;
    private final Map<Message, Future<?>> asked = new HashMap<>();

    public CallerServices(ServiceClients services, Caller caller) {
        this.services = services;
        this.caller = caller;
    }

    public Caller caller() {
        return caller;
    }

    public Future<User> user(String userId) {
        var request = GetUserRequest.newBuilder().setUserId(userId).build();
        return ask(services.profile(), ProfileServiceGrpcClient.GetUser, request);
    }

    public Future<AccountList> accounts(String owner) {
        var request = ListAccountsRequest.newBuilder().setOwner(owner).build();
        return ask(services.ledger(), LedgerServiceGrpcClient.ListAccounts, request);
    }

    public Future<Payment> payment(String paymentId) {
        var request = GetPaymentRequest.newBuilder().setPaymentId(paymentId).build();
        return ask(services.payment(), PaymentServiceGrpcClient.GetPayment, request);
    }

    /** @param cursor "" for the newest */
    public Future<PaymentList> payments(String userId, int limit, String cursor) {
        var request = ListPaymentsRequest.newBuilder()
                .setUserId(userId)
                .setLimit(limit)
                .setCursor(cursor)
                .build();
        return ask(services.payment(), PaymentServiceGrpcClient.ListPayments, request);
    }

    /** @param symbols empty for all */
    public Future<ReferenceRates> referenceRates(String base, List<String> symbols) {
        var request = GetReferenceRatesRequest.newBuilder()
                .setBase(base)
                .addAllSymbols(symbols)
                .build();
        return ask(services.forex(), ForexServiceGrpcClient.GetReferenceRates, request);
    }

    public Future<CurrencyList> currencies() {
        return ask(services.forex(), ForexServiceGrpcClient.ListCurrencies, ListCurrenciesRequest.getDefaultInstance());
    }

    /** Not a question: each call pays, unless the payment service knows its idempotency key. */
    public Future<Payment> pay(ProcessRequest request) {
        return services.payment().call(PaymentServiceGrpcClient.Process, request, caller.token());
    }

    /** Each method has a request type of its own, so that equal requests mean the same question. */
    @SuppressWarnings("unchecked")
    private <Q extends Message, R> Future<R> ask(ServiceClient service, ServiceMethod<R, Q> method, Q request) {
        return (Future<R>) asked.computeIfAbsent(request, first -> service.call(method, request, caller.token()));
    }
}
