package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.ledger.domain.audit.AuditReport;
import dev.corridor.ledger.usecase.LedgerAudit;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.money.v1.Money;
import dev.corridor.platform.services.RetryingPaymentClient.Order;
import dev.corridor.profile.v1.CreateUserRequest;
import dev.corridor.profile.v1.ProfileServiceGrpcClient;
import dev.corridor.profile.v1.Verification;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Profile, ledger and forex, each a process of its own on servers of the test's own, and as many payment processes as it starts. */
final class PaymentProcesses implements AutoCloseable {
    static final String PROFILE = "profile";
    static final String LEDGER = "ledger";
    static final String FOREX = "forex";
    static final String PAYMENT = "payment";
    static final List<String> PEERS = List.of(PROFILE, LEDGER, FOREX);

    private static final int MAX_ATTEMPTS = 600;
    private static final long PAUSE_MS = 100;

    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx vertx = Vertx.vertx();
    private final Path folder;
    private final KillableServers servers;
    private final Map<String, Map<String, String>> databases;
    private final Map<String, ServiceProcess> peers;
    private final List<ServiceProcess> payments = new ArrayList<>();
    private final ServiceClient profile;
    private final ServiceClient ledger;
    private final ServiceClient forex;
    private final String auditor = issuer.token("test", "ledger:admin", "profile:admin");

    /** @param token with every scope that a customer may have */
    record User(String id, String token) {}

    PaymentProcesses(Path folder) {
        this.folder = folder;
        servers = KillableServers.start(folder);
        databases = servers.databases().createServices(List.of(PROFILE, LEDGER, FOREX, PAYMENT)).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, made -> made.getValue().environment()));
        peers = startPeers();
        profile = client(PROFILE);
        ledger = client(LEDGER);
        forex = client(FOREX);
    }

    private Map<String, ServiceProcess> startPeers() {
        var starting = PEERS.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        service -> CompletableFuture.supplyAsync(
                                () -> ServiceProcess.start(service, folder.resolve(service), environment(service)))));
        return starting.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, started -> started.getValue()
                .join()));
    }

    private Map<String, String> environment(String service) {
        var environment = new HashMap<>(databases.get(service));
        environment.putAll(issuer.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", servers.kafkaBootstrapServers());
        environment.put("REDIS_URL", servers.redisUrl());
        environment.put("HISTORY_DELAY", "PT1H");
        environment.put("ECB_URL", "");
        environment.put("PAYMENT_LEASE", "PT5S");
        return environment;
    }

    /** A payment process that reaches its peers as it should. */
    ServiceProcess startPayment() {
        return startPayment(Map.of());
    }

    /** @param ways where it finds those of its peers that it does not reach directly */
    ServiceProcess startPayment(Map<String, Integer> ways) {
        var environment = environment(PAYMENT);
        PEERS.forEach(peer -> environment.put(
                peer.toUpperCase(Locale.ROOT) + "_GRPC",
                new HostPort(
                                Ports.LOOPBACK,
                                ways.getOrDefault(peer, peers.get(peer).grpcPort()))
                        .toString()));
        var process = ServiceProcess.start(PAYMENT, folder.resolve(PAYMENT + payments.size()), environment);
        payments.add(process);
        return process;
    }

    KillableServers servers() {
        return servers;
    }

    ServiceProcess peer(String name) {
        return peers.get(name);
    }

    Vertx vertx() {
        return vertx;
    }

    RetryingPaymentClient callerOf(ServiceProcess payment) {
        return new RetryingPaymentClient(vertx, payment.httpPort());
    }

    User user(String homeCurrency) {
        return newUser(homeCurrency).await();
    }

    List<User> users(int count, String homeCurrency) {
        return Future.all(IntStream.range(0, count)
                        .mapToObj(each -> newUser(homeCurrency))
                        .toList())
                .await()
                .list();
    }

    private Future<User> newUser(String homeCurrency) {
        var id = UUID.randomUUID();
        String name = "p" + id.toString().replace("-", "").substring(0, 20);
        var request = CreateUserRequest.newBuilder()
                .setUserId(id.toString())
                .setUsername(name)
                .setEmail(name + "@corridor.example")
                .setFullName("Somebody")
                .setHomeCurrency(homeCurrency)
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
        return patiently(() -> profile.call(ProfileServiceGrpcClient.CreateUser, request, auditor))
                .map(created -> new User(
                        id.toString(),
                        issuer.token(id.toString(), "payments:write", "payments:read", "forex:trade", "forex:read")));
    }

    /** @param extra members of the request beyond the amount and whom it is for */
    Order payment(User payer, User payee, String amount, String currency, JsonObject extra) {
        return new Order(
                "/process", payer.token(), order(payee, amount, currency).mergeIn(extra), newKey());
    }

    Order payment(User payer, User payee, String amount, String currency) {
        return payment(payer, payee, amount, currency, new JsonObject());
    }

    Order topUp(User payee, String amount, String currency) {
        return new Order("/top-ups", issuer.token("bank", "payments:topup"), order(payee, amount, currency), newKey());
    }

    private static JsonObject order(User payee, String amount, String currency) {
        return new JsonObject().put("to", payee.id()).put("amount", amount).put("currency", currency);
    }

    private static String newKey() {
        return UUID.randomUUID().toString();
    }

    /** The id of a quote for a payment of exactly that amount. */
    String quote(User payer, String amount, String currency, String payFrom) {
        var request = CreateQuoteRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount(amount).setCurrency(currency))
                .setOtherCurrency(payFrom)
                .build();
        return patiently(() -> forex.call(ForexServiceGrpcClient.CreateQuote, request, payer.token()))
                .await()
                .getQuoteId();
    }

    /** What is in the user's wallet; zero if there is none. */
    BigDecimal balance(User user, String currency) {
        return balances(user).await().getOrDefault(currency, BigDecimal.ZERO);
    }

    /** What is in the user's wallets, by currency. */
    Future<Map<String, BigDecimal>> balances(User user) {
        var request = ListAccountsRequest.newBuilder().setOwner(user.id()).build();
        return patiently(() -> ledger.call(LedgerServiceGrpcClient.ListAccounts, request, auditor))
                .map(accounts -> accounts.getAccountsList().stream()
                        .collect(Collectors.toMap(
                                account -> account.getCurrency(),
                                account -> new BigDecimal(account.getBalance().getAmount()))));
    }

    /** What Kafka is told of payments. */
    PaymentEventConsumer topic() {
        return new PaymentEventConsumer(servers.kafkaBootstrapServers());
    }

    /** Where a payment stands, past the service's door. */
    Connection paymentDatabase() throws SQLException {
        return servers.databases().connect(databases.get(PAYMENT).get("DATABASE_NAME"));
    }

    /** What {@code ./corridor verify-ledger} finds. */
    AuditReport audit() throws SQLException {
        try (var connection = servers.databases().connect(databases.get(LEDGER).get("DATABASE_NAME"))) {
            return LedgerAudit.run(connection, progress -> {});
        }
    }

    private ServiceClient client(String service) {
        return ServiceClient.connect(
                vertx,
                service,
                List.of(new HostPort(Ports.LOOPBACK, peers.get(service).grpcPort())));
    }

    /** For what the test itself needs of a service that may just be starting. */
    private <T> Future<T> patiently(Supplier<Future<T>> call) {
        return patiently(call, MAX_ATTEMPTS);
    }

    private <T> Future<T> patiently(Supplier<Future<T>> call, int attempts) {
        return call.get()
                .recover(failure -> attempts == 1
                        ? Future.failedFuture(failure)
                        : vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS)
                                .compose(paused -> patiently(call, attempts - 1)));
    }

    @Override
    public void close() {
        payments.forEach(ServiceProcess::close);
        peers.values().forEach(ServiceProcess::close);
        vertx.close().await();
        servers.close();
        issuer.close();
    }
}
