package dev.corridor.platform.demo;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.keys.EdgeKeys;
import dev.corridor.embedded.Ports;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Secret;
import dev.corridor.kit.error.Fault;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.ServiceTokens;
import dev.corridor.kit.identity.TokenSettings;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.PaymentServiceGrpcClient;
import dev.corridor.payment.v1.TopUpRequest;
import dev.corridor.payment.v1.TopUpResponse;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import dev.corridor.platform.home.ServiceName;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.CreateUserResponse;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Creates the {@link DemoUsers} and their wallets through the services' gRPC endpoints. Running it again changes nothing,
 * because the user ids and the idempotency keys of the top-ups are fixed.
 */
public final class DemoUserSetup {
    private static final int MAX_ATTEMPTS = 40;
    private static final long RETRY_DELAY_MS = 500;

    private final Vertx vertx;
    private final ServiceClient profile;
    private final ServiceClient payment;

    private DemoUserSetup(Vertx vertx, PortMap ports) {
        this.vertx = vertx;
        profile = client(vertx, ports, ServiceName.PROFILE);
        payment = client(vertx, ports, ServiceName.PAYMENT);
    }

    /** Completes when every demo user exists and has the initial wallets. */
    public static Future<?> run(Vertx vertx, PortMap ports, EdgeConfig edge, EdgeKeys keys, Secret operatorSecret) {
        var tokens = operatorTokens(vertx, edge, keys, operatorSecret);
        return new DemoUserSetup(vertx, ports).createAll(tokens, MAX_ATTEMPTS);
    }

    /**
     * Retries, because the first calls after a start also load classes and can miss their deadline on a slow machine. The
     * payment service recovers a payment that such a call left unfinished, and the retry receives it as a replay.
     */
    private Future<?> createAll(ServiceTokens tokens, int attempts) {
        return tokens.current()
                .<Object>compose(token -> Future.all(DemoUsers.ALL.stream()
                                .<Future<?>>map(user -> create(user, token))
                                .toList())
                        .mapEmpty())
                .recover(failure -> attempts > 1
                        ? vertx.timer(RETRY_DELAY_MS, TimeUnit.MILLISECONDS)
                                .compose(elapsed ->
                                        createAll(tokens, attempts - 1).mapEmpty())
                        : Future.failedFuture(failure));
    }

    private Future<?> create(DemoUser user, String token) {
        var request = CreateUserRequest.newBuilder()
                .setUserId(user.userId())
                .setUsername(user.username())
                .setEmail(user.email())
                .setFullName(user.fullName())
                .setHomeCurrency(user.homeCurrency())
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
        return profile.call(ProfileServiceGrpcClient.CreateUser, request, token)
                .map(CreateUserResponse::getUser)
                .<Object>mapEmpty()
                .recover(DemoUserSetup::ignoreExisting)
                .compose(created -> Future.all(user.wallets().stream()
                        .<Future<?>>map(amount -> topUp(user, amount, token))
                        .toList()));
    }

    /** Accepts a user id that exists already, even if the user has changed the profile since. */
    private static Future<Object> ignoreExisting(Throwable failure) {
        return failure instanceof Problem problem && problem.code().fault() == Fault.ALREADY_EXISTS
                ? Future.succeededFuture()
                : Future.failedFuture(failure);
    }

    private Future<?> topUp(DemoUser user, Money amount, String token) {
        var request = TopUpRequest.newBuilder()
                .setTo(user.userId())
                .setAmount(amount)
                .setReference("Welcome to Corridor")
                .setIdempotencyKey("welcome-" + user.username() + "-" + amount.getCurrency())
                .build();
        return payment.call(PaymentServiceGrpcClient.TopUp, request, token).map(TopUpResponse::getPayment);
    }

    private static ServiceTokens operatorTokens(Vertx vertx, EdgeConfig edge, EdgeKeys keys, Secret operatorSecret) {
        var settings = new TokenSettings(
                List.of(URI.create(edge.jwksUrl())),
                Set.of(edge.tokenUrl()),
                Set.of(TokenSettings.AUDIENCE),
                Optional.of(keys.trustedCertificates().toString()),
                Optional.of(new TokenSettings.ClientCredentials(
                        URI.create(edge.tokenUrl()), RunFile.OPERATOR, operatorSecret)));
        return new ServiceTokens(
                vertx, settings, Clock.systemUTC(), Scope.PROFILE_ADMIN, Scope.PROFILE_VERIFY, Scope.PAYMENTS_TOPUP);
    }

    private static ServiceClient client(Vertx vertx, PortMap ports, ServiceName service) {
        return ServiceClient.connect(
                vertx, service.value(), List.of(new HostPort(Ports.LOOPBACK, ports.grpc(service))));
    }
}
