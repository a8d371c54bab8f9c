package dev.corridor.payment.client;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.value.Currency;
import dev.corridor.payment.domain.Parties;
import dev.corridor.payment.domain.Payee;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.PaymentRequest;
import dev.corridor.profile.v1.BatchGetPartiesRequest;
import dev.corridor.profile.v1.BatchGetPartiesResponse;
import dev.corridor.profile.v1.FindUserRequest;
import dev.corridor.profile.v1.FindUserResponse;
import dev.corridor.profile.v1.GetPartiesRequest;
import dev.corridor.profile.v1.PartiesError;
import dev.corridor.profile.v1.PartiesResult;
import dev.corridor.profile.v1.Permission;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.User;
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

    /** Looks up payer and payee of a payment whose payee is known. */
    public Future<Parties> parties(Payment planned) {
        var request =
                GetPartiesRequest.newBuilder().setPayerId(planned.request().payer());
        planned.payee().filter(payee -> !payee.equals(Payee.HOUSE)).ifPresent(request::setPayeeId);
        return parties.apply(request.build()).map(ProfileClient::parties);
    }

    /**
     * Returns the id of a user who may receive money; fails with payee_not_found or payee_not_allowed. Asks under this service's
     * own identity.
     */
    public Future<String> receiver(Payee payee) {
        var user = payee.username().isPresent()
                ? userNamed(payee.username().get())
                : user(payee.text(), PaymentError.PAYEE_NOT_FOUND);
        return user.map(found -> require(found, Permission.PERMISSION_RECEIVE, PaymentError.PAYEE_NOT_ALLOWED)
                .getUserId());
    }

    /** Fails with payer_not_allowed unless the user exists and may pay. Asks under this service's own identity. */
    public Future<?> requireMayPay(String userId) {
        return user(userId, PaymentError.PAYER_NOT_ALLOWED)
                .map(user -> require(user, Permission.PERMISSION_PAY, PaymentError.PAYER_NOT_ALLOWED));
    }

    /** Fails with payee_not_allowed unless the user exists and may refund. Asks under this service's own identity. */
    public Future<?> requireMayRefund(String userId) {
        return user(userId, PaymentError.PAYEE_NOT_ALLOWED)
                .map(user -> require(user, Permission.PERMISSION_REFUND, PaymentError.PAYEE_NOT_ALLOWED));
    }

    private static User require(User user, Permission permission, PaymentError otherwise) {
        if (!user.getPermissionsList().contains(permission)) {
            throw otherwise.problem();
        }
        return user;
    }

    /** Reads a user as the payer of nothing: parties are never cached, so that a suspension counts at once. */
    private Future<User> user(String userId, PaymentError whenNotFound) {
        return parties.apply(GetPartiesRequest.newBuilder().setPayerId(userId).build())
                .map(result -> {
                    if (result.hasError()) {
                        throw problem(result.getError(), whenNotFound);
                    }
                    return result.getParties().getPayer();
                });
    }

    private Future<User> userNamed(String username) {
        var byName = FindUserRequest.newBuilder().setUsername(username).build();
        return ownTokens
                .current()
                .compose(token -> profile.call(ProfileServiceGrpcClient.FindUser, byName, token)
                        .map(FindUserResponse::getUser))
                .recover(failure -> Future.failedFuture(translated(failure, PaymentError.PAYEE_NOT_FOUND)));
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
            throw problem(result.getError(), PaymentError.PAYER_NOT_ALLOWED);
        }
        var parties = result.getParties();
        var payer = parties.getPayer();
        return new Parties(
                payer.getUserId(),
                payer.getPermissionsList().contains(Permission.PERMISSION_PAY),
                Currency.of(payer.getHomeCurrency()),
                parties.hasPayee() ? parties.getPayee().getUserId() : Payee.HOUSE,
                !parties.hasPayee() || parties.getPayee().getMayReceive());
    }

    private static Problem problem(PartiesError error, PaymentError whenUserNotFound) {
        return reason(error.getCode(), whenUserNotFound)
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
