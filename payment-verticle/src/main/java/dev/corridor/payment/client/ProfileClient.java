package dev.corridor.payment.client;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.value.Currency;
import dev.corridor.payment.domain.Parties;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.GetUserRequest;
import dev.corridor.profile.v1.PartiesError;
import dev.corridor.profile.v1.PartiesResult;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** Client of the profile service: users, payers and payees. */
public final class ProfileClient {
    private static final String USER_NOT_FOUND = "user_not_found";
    private static final String PAYEE_NOT_FOUND = "payee_not_found";

    private final ServiceClient profile;
    private final ServiceTokens ownTokens;
    private final Function<GetPartiesRequest, Future<PartiesResult>> parties;

    ProfileClient(ServiceClient profile, ServiceTokens ownTokens) {
        this.profile = profile;
        this.ownTokens = ownTokens;
        this.parties = profile.batched(
                ProfileServiceGrpcClient.BatchGetParties,
                batch -> BatchGetPartiesRequest.newBuilder()
                        .addAllRequests(batch)
                        .build(),
                BatchGetPartiesResponse::getResultsList,
                ownTokens::current);
    }

    /** Looks up payer and payee under this service's own identity, in one call with those of other payments. */
    public Future<Parties> parties(PaymentRequest request) {
        return parties.apply(partiesRequest(request)).map(ProfileClient::parties);
    }

    /** Looks up a user's id under this service's own identity. */
    public Future<String> userId(Payee payee) {
        return ownTokens
                .current()
                .compose(token -> find(payee, token))
                .map(User::getUserId)
                .recover(failure -> Future.failedFuture(translated(failure, PaymentError.PAYEE_NOT_FOUND)));
    }

    /** Fails with payer_not_allowed if the user is unknown or suspended. Asks under this service's own identity. */
    public Future<?> requireMayPay(String userId) {
        var byId = GetUserRequest.newBuilder().setUserId(userId).build();
        return ownTokens
                .current()
                .compose(token -> profile.call(ProfileServiceGrpcClient.GetUser, byId, token))
                .map(user -> {
                    if (user.getVerification() == Verification.VERIFICATION_SUSPENDED) {
                        throw PaymentError.PAYER_NOT_ALLOWED.problem();
                    }
                    return user;
                })
                .recover(failure -> Future.failedFuture(translated(failure, PaymentError.PAYER_NOT_ALLOWED)));
    }

    private Future<User> find(Payee payee, String token) {
        if (payee.username().isPresent()) {
            var byName = FindUserRequest.newBuilder()
                    .setUsername(payee.username().get())
                    .build();
            return profile.call(ProfileServiceGrpcClient.FindUser, byName, token);
        }
        var byId = GetUserRequest.newBuilder().setUserId(payee.text()).build();
        return profile.call(ProfileServiceGrpcClient.GetUser, byId, token);
    }

    private static GetPartiesRequest partiesRequest(PaymentRequest request) {
        var message = GetPartiesRequest.newBuilder().setPayerId(request.payer());
        var payee = request.payee();
        if (payee.username().isPresent()) {
            message.setPayeeUsername(payee.username().get());
        } else if (!payee.isMerchant()) {
            message.setPayeeId(payee.text());
        }
        return message.build();
    }

    private static Parties parties(PartiesResult result) {
        if (result.hasError()) {
            throw problem(result.getError());
        }
        var parties = result.getParties();
        var payer = parties.getPayer();
        return new Parties(
                payer.getUserId(),
                payer.getVerification() != Verification.VERIFICATION_SUSPENDED,
                Currency.of(payer.getHomeCurrency()),
                parties.hasPayee() ? parties.getPayee().getUserId() : Payee.HOUSE);
    }

    private static Problem problem(PartiesError error) {
        return reason(error.getCode(), PaymentError.PAYER_NOT_ALLOWED)
                .map(PaymentError::problem)
                .orElseGet(() -> Problem.of(StandardError.UNAVAILABLE, error.getDetail()));
    }

    private static Throwable translated(Throwable failure, PaymentError whenUserNotFound) {
        return failure instanceof Problem problem
                ? reason(problem.code().code(), whenUserNotFound)
                        .map(PaymentError::problem)
                        .orElse(problem)
                : failure;
    }

    /** Maps an error code of the profile service to the failure reason of a payment. */
    private static Optional<PaymentError> reason(String code, PaymentError whenUserNotFound) {
        return switch (code) {
            case PAYEE_NOT_FOUND -> Optional.of(PaymentError.PAYEE_NOT_FOUND);
            case USER_NOT_FOUND -> Optional.of(whenUserNotFound);
            default -> Optional.empty();
        };
    }
}
