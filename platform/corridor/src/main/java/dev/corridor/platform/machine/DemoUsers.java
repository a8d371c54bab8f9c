package dev.corridor.platform.machine;

import dev.corridor.edge.EdgeConfig;
import dev.corridor.edge.EdgeKeys;
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
import dev.corridor.profile.v1.CreateUserRequest;
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

/** The people one can play with. Making them again changes nothing: their ids and the keys of their top-ups are fixed. */
public final class DemoUsers {
    public static final DemoPerson ADA = new DemoPerson(
            "0190a0de-0000-7000-8000-0000000ada00",
            "ada",
            "Ada Lovelace",
            "USD",
            List.of(money("10000.00", "USD"), money("2500.00", "EUR")));
    public static final DemoPerson BLAISE = new DemoPerson(
            "0190a0de-0000-7000-8000-00000b1a15e0", "blaise", "Blaise Pascal", "EUR", List.of(money("5000.00", "EUR")));
    public static final DemoPerson CHEN =
            new DemoPerson("0190a0de-0000-7000-8000-00000000c4e0", "chen", "Chen Jingrun", "JPY", List.of());
    public static final List<DemoPerson> ALL = List.of(ADA, BLAISE, CHEN);

    private static final int MAX_ATTEMPTS = 40;
    private static final long PAUSE_MS = 500;

    private final Vertx vertx;
    private final ServiceClient profile;
    private final ServiceClient payment;

    /** @param wallets what they have to begin with */
    public record DemoPerson(
            String userId, String username, String fullName, String homeCurrency, List<Money> wallets) {
        public String email() {
            return username + "@corridor.example";
        }
    }

    private DemoUsers(Vertx vertx, PortMap ports) {
        this.vertx = vertx;
        profile = client(vertx, ports, ServiceName.PROFILE);
        payment = client(vertx, ports, ServiceName.PAYMENT);
    }

    static Future<?> make(Vertx vertx, PortMap ports, EdgeConfig edge, EdgeKeys keys, Secret operatorSecret) {
        var people = new DemoUsers(vertx, ports);
        return people.makeAll(operatorTokens(vertx, edge, keys, operatorSecret), MAX_ATTEMPTS);
    }

    /**
     * Right after the start the first calls load what they need, and on a slow machine may miss their deadline; a payment
     * so left behind is finished by the payment service within seconds, and the repeat finds it.
     */
    private Future<?> makeAll(ServiceTokens tokens, int attempts) {
        return tokens.current()
                .<Object>compose(token -> Future.all(ALL.stream()
                                .<Future<?>>map(person -> make(person, token))
                                .toList())
                        .mapEmpty())
                .recover(failure -> attempts > 1
                        ? vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS)
                                .compose(due -> makeAll(tokens, attempts - 1).mapEmpty())
                        : Future.failedFuture(failure));
    }

    private Future<?> make(DemoPerson person, String token) {
        var request = CreateUserRequest.newBuilder()
                .setUserId(person.userId())
                .setUsername(person.username())
                .setEmail(person.email())
                .setFullName(person.fullName())
                .setHomeCurrency(person.homeCurrency())
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
        return profile.call(ProfileServiceGrpcClient.CreateUser, request, token)
                .<Object>mapEmpty()
                .recover(DemoUsers::unlessThere)
                .compose(there -> Future.all(person.wallets().stream()
                        .<Future<?>>map(amount -> topUp(person, amount, token))
                        .toList()));
    }

    /** Somebody who has changed their profile since is still the same person. */
    private static Future<Object> unlessThere(Throwable failure) {
        return failure instanceof Problem problem && problem.code().fault() == Fault.ALREADY_EXISTS
                ? Future.succeededFuture()
                : Future.failedFuture(failure);
    }

    private Future<?> topUp(DemoPerson person, Money amount, String token) {
        var request = TopUpRequest.newBuilder()
                .setTo(person.userId())
                .setAmount(amount)
                .setReference("Welcome to Corridor")
                .setIdempotencyKey("welcome-" + person.username() + "-" + amount.getCurrency())
                .build();
        return payment.call(PaymentServiceGrpcClient.TopUp, request, token);
    }

    private static ServiceTokens operatorTokens(Vertx vertx, EdgeConfig edge, EdgeKeys keys, Secret operatorSecret) {
        var settings = new TokenSettings(
                List.of(URI.create(edge.jwksUrl())),
                Set.of(edge.tokenUrl()),
                Optional.of(keys.trustedCertificates().toString()),
                Optional.of(new TokenSettings.ClientCredentials(
                        URI.create(edge.tokenUrl()), RunFile.OPERATOR, operatorSecret)));
        return new ServiceTokens(vertx, settings, Clock.systemUTC(), Scope.PROFILE_ADMIN, Scope.PAYMENTS_TOPUP);
    }

    private static ServiceClient client(Vertx vertx, PortMap ports, ServiceName service) {
        return ServiceClient.connect(
                vertx, service.value(), List.of(new HostPort(Ports.LOOPBACK, ports.grpc(service))));
    }

    private static Money money(String amount, String currency) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }
}
