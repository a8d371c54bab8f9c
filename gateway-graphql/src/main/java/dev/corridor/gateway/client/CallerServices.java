package dev.corridor.gateway.client;

import com.google.protobuf.Message;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.GetReferenceRatesRequest;
import dev.corridor.forex.v1.GetReferenceRatesResponse;
import dev.corridor.forex.v1.ListCurrenciesRequest;
import dev.corridor.forex.v1.ListCurrenciesResponse;
import dev.corridor.kit.grpc.MessageCheck;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Caller;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListAccountsResponse;
import dev.corridor.payment.v1.GetPaymentRequest;
import dev.corridor.payment.v1.GetPaymentResponse;
import dev.corridor.payment.v1.ListPaymentsRequest;
import dev.corridor.payment.v1.ListPaymentsResponse;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.ProcessRequest;
import dev.corridor.payment.v1.ProcessResponse;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.GetUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import io.vertx.core.Future;
import io.vertx.grpc.common.ServiceMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Client of all services for one GraphQL request. Each call carries the caller's token. Equal read requests are sent once,
 * however many fields need the response. A text that gRPC cannot carry is refused here, before it would be changed on its way.
 */
public final class CallerServices {
    private final ServiceClients services;
    private final Caller caller;
    private final Map<Message, Future<?>> responses = new HashMap<>();

    public CallerServices(ServiceClients services, Caller caller) {
        this.services = services;
        this.caller = caller;
    }

    public Caller caller() {
        return caller;
    }

    public Future<User> user(String userId) {
        var request = GetUserRequest.newBuilder().setUserId(userId).build();
        return read(services.profile(), ProfileServiceGrpcClient.GetUser, request)
                .map(GetUserResponse::getUser);
    }

    public Future<ListAccountsResponse> accounts(String owner) {
        var request = ListAccountsRequest.newBuilder().setOwner(owner).build();
        return read(services.ledger(), LedgerServiceGrpcClient.ListAccounts, request);
    }

    public Future<Payment> payment(String paymentId) {
        var request = GetPaymentRequest.newBuilder().setPaymentId(paymentId).build();
        return read(services.payment(), PaymentServiceGrpcClient.GetPayment, request)
                .map(GetPaymentResponse::getPayment);
    }

    /** @param cursor empty for the first page */
    public Future<ListPaymentsResponse> payments(String userId, int limit, String cursor) {
        var request = ListPaymentsRequest.newBuilder()
                .setUserId(userId)
                .setLimit(limit)
                .setCursor(cursor)
                .build();
        return read(services.payment(), PaymentServiceGrpcClient.ListPayments, request);
    }

    /** @param symbols empty for all */
    public Future<GetReferenceRatesResponse> referenceRates(String base, List<String> symbols) {
        var request = GetReferenceRatesRequest.newBuilder()
                .setBase(base)
                .addAllSymbols(symbols)
                .build();
        return read(services.forex(), ForexServiceGrpcClient.GetReferenceRates, request);
    }

    public Future<ListCurrenciesResponse> currencies() {
        return read(
                services.forex(), ForexServiceGrpcClient.ListCurrencies, ListCurrenciesRequest.getDefaultInstance());
    }

    /** Makes a payment. Never shared: two equal requests without an idempotency key are two payments. */
    public Future<Payment> pay(ProcessRequest request) {
        MessageCheck.require(request);
        return services.payment()
                .call(PaymentServiceGrpcClient.Process, request, caller.token())
                .map(ProcessResponse::getPayment);
    }

    /** Each method has its own request type, so equal requests have equal responses. */
    @SuppressWarnings("unchecked")
    private <Q extends Message, R> Future<R> read(ServiceClient service, ServiceMethod<R, Q> method, Q request) {
        MessageCheck.require(request);
        return (Future<R>) responses.computeIfAbsent(request, first -> service.call(method, request, caller.token()));
    }
}
