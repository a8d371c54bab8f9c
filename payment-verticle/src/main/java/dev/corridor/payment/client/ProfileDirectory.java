package dev.corridor.payment.client;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.value.Money;
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

/** People, as the profile service knows them. */
public final class ProfileDirectory {
    private static final String USER_NOT_FOUND = "user_not_found";
    private static final String PAYEE_NOT_FOUND = "payee_not_found";

    private final ServiceClient profile;
    private final ServiceTokens ownTokens;
    private final Function<GetPartiesRequest, Future<PartiesResult>> parties;

    public ProfileDirectory(ServiceClient profile, ServiceTokens ownTokens) {
        this.profile = profile;
        this.ownTokens = ownTokens;
        this.parties = profile.gathered(
                ProfileServiceGrpcClient.BatchGetParties,
                together -> BatchGetPartiesRequest.newBuilder()
                        .addAllRequests(together)
                        .build(),
                BatchGetPartiesResponse::getResultsList,
                ownTokens::current);
    }

    /** Who pays and who receives, asked on this service's own behalf together with those of other payments. */
    public Future<Parties> parties(PaymentRequest request) {
        return parties.apply(question(request)).map(ProfileDirectory::answer);
    }

    /** The id of a person, asked on this service's own behalf. */
    public Future<String> personId(Payee person) {
        return ownTokens
                .current()
                .compose(token -> find(person, token))
                .map(User::getUserId)
                .recover(failure -> Future.failedFuture(inOurWords(failure, PaymentError.PAYEE_NOT_FOUND)));
    }

    /** Asked on this service's own behalf. Fails with payer_not_allowed for who is not known, or suspended. */
    public Future<?> requireMayPay(String person) {
        var byId = GetUserRequest.newBuilder().setUserId(person).build();
        return ownTokens
                .current()
                .compose(token -> profile.call(ProfileServiceGrpcClient.GetUser, byId, token))
                .map(user -> {
                    if (user.getVerification() == Verification.VERIFICATION_SUSPENDED) {
                        throw PaymentError.PAYER_NOT_ALLOWED.problem();
                    }
                    return user;
                })
                .recover(failure -> Future.failedFuture(inOurWords(failure, PaymentError.PAYER_NOT_ALLOWED)));
    }

    private Future<User> find(Payee person, String token) {
        if (person.username().isPresent()) {
            var byName = FindUserRequest.newBuilder()
                    .setUsername(person.username().get())
                    .build();
            return profile.call(ProfileServiceGrpcClient.FindUser, byName, token);
        }
        var byId = GetUserRequest.newBuilder().setUserId(person.text()).build();
        return profile.call(ProfileServiceGrpcClient.GetUser, byId, token);
    }

    private static GetPartiesRequest question(PaymentRequest request) {
        var question = GetPartiesRequest.newBuilder().setPayerId(request.payer());
        var payee = request.payee();
        if (payee.username().isPresent()) {
            question.setPayeeUsername(payee.username().get());
        } else if (!payee.isMerchant()) {
            question.setPayeeId(payee.text());
        }
        return question.build();
    }

    private static Parties answer(PartiesResult result) {
        if (result.hasError()) {
            throw problem(result.getError());
        }
        var parties = result.getParties();
        var payer = parties.getPayer();
        return new Parties(
                payer.getUserId(),
                payer.getVerification() != Verification.VERIFICATION_SUSPENDED,
                Money.currency(payer.getHomeCurrency()),
                parties.hasPayee() ? parties.getPayee().getUserId() : Payee.HOUSE);
    }

    private static Problem problem(PartiesError error) {
        return reason(error.getCode(), PaymentError.PAYER_NOT_ALLOWED)
                .map(PaymentError::problem)
                .orElseGet(() -> Problem.of(StandardError.UNAVAILABLE, error.getDetail()));
    }

    private static Throwable inOurWords(Throwable failure, PaymentError whenUserNotFound) {
        return failure instanceof Problem problem
                ? reason(problem.code().code(), whenUserNotFound)
                        .map(PaymentError::problem)
                        .orElse(problem)
                : failure;
    }

    /** What a code of the profile service means for a payment. */
    private static Optional<PaymentError> reason(String code, PaymentError whenUserNotFound) {
        return switch (code) {
            case PAYEE_NOT_FOUND -> Optional.of(PaymentError.PAYEE_NOT_FOUND);
            case USER_NOT_FOUND -> Optional.of(whenUserNotFound);
            default -> Optional.empty();
        };
    }
}
