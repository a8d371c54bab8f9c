package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.CreateQuoteResponse;
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
import dev.corridor.profile.v1.CreateUserResponse;
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

/** Profile, ledger and forex in a process each, on servers that the test can kill, and any number of payment processes. */
final class PaymentProcesses implements AutoCloseable {
    static final String PROFILE = "profile";
    static final String LEDGER = "ledger";
    static final String FOREX = "forex";
    static final String PAYMENT = "payment";
    static final List<String> PEERS = List.of(PROFILE, LEDGER, FOREX);

    private static final int MAX_ATTEMPTS = 600;
    private static final long RETRY_DELAY_MS = 100;

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
    private final String adminToken = issuer.token("test", "ledger:admin", "profile:admin", "profile:verify");

    /** @param token a token with the scopes for payments and forex */
    record User(String id, String token) {}

    PaymentProcesses(Path folder) {
        this.folder = folder;
        servers = KillableServers.start(folder);
        databases = servers.databases().createServices(List.of(PROFILE, LEDGER, FOREX, PAYMENT)).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, made -> made.getValue().testEnvironment()));
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
        environment.put("HISTORY_DELAY", "PT1H");
        environment.put("ECB_URL", "");
        environment.put("PAYMENT_LEASE", "PT5S");
        return environment;
    }

    /** Starts a payment process that calls its peers directly. */
    ServiceProcess startPayment() {
        return startPayment(Map.of());
    }

    /** @param proxyPorts ports of the proxies through which it calls some of its peers */
    ServiceProcess startPayment(Map<String, Integer> proxyPorts) {
        return startPaymentWith(
                peer -> List.of(proxyPorts.getOrDefault(peer, peers.get(peer).grpcPort())));
    }

    /** Starts a payment process that knows two addresses of each peer. @param proxyPorts the second ones */
    ServiceProcess startPaymentWithTwoAddresses(Map<String, Integer> proxyPorts) {
        return startPaymentWith(peer -> List.of(peers.get(peer).grpcPort(), proxyPorts.get(peer)));
    }

    private ServiceProcess startPaymentWith(Function<String, List<Integer>> portsOf) {
        var environment = environment(PAYMENT);
        PEERS.forEach(peer -> environment.put(
                peer.toUpperCase(Locale.ROOT) + "_GRPC",
                portsOf.apply(peer).stream()
                        .map(port -> new HostPort(Ports.LOOPBACK, port).toString())
                        .collect(Collectors.joining(","))));
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

    RetryingPaymentClient clientOf(ServiceProcess payment) {
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
                .setFullName("Test User")
                .setHomeCurrency(homeCurrency)
                .setVerification(Verification.VERIFICATION_VERIFIED)
                .build();
        return retry(() -> profile.call(ProfileServiceGrpcClient.CreateUser, request, adminToken)
                        .map(CreateUserResponse::getUser))
                .map(created -> new User(
                        id.toString(),
                        issuer.token(id.toString(), "payments:write", "payments:read", "forex:trade", "forex:read")));
    }

    /** @param extra members of the request besides payee and amount */
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

    /** Creates a quote for that amount. @return its id */
    String quote(User payer, String amount, String currency, String payFrom) {
        var request = CreateQuoteRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount(amount).setCurrency(currency))
                .setOtherCurrency(payFrom)
                .build();
        return retry(() -> forex.call(ForexServiceGrpcClient.CreateQuote, request, payer.token())
                        .map(CreateQuoteResponse::getQuote))
                .await()
                .getQuoteId();
    }

    /** The balance of a wallet; zero if the user has no wallet in that currency. */
    BigDecimal balance(User user, String currency) {
        return balances(user).await().getOrDefault(currency, BigDecimal.ZERO);
    }

    /** The balances of a user's wallets, by currency. */
    Future<Map<String, BigDecimal>> balances(User user) {
        var request = ListAccountsRequest.newBuilder().setOwner(user.id()).build();
        return retry(() -> ledger.call(LedgerServiceGrpcClient.ListAccounts, request, adminToken))
                .map(accounts -> accounts.getAccountsList().stream()
                        .collect(Collectors.toMap(
                                account -> account.getCurrency(),
                                account -> new BigDecimal(account.getBalance().getAmount()))));
    }

    /** Starts a consumer of the payment events. */
    PaymentEventConsumer consumeEvents() {
        return new PaymentEventConsumer(servers.kafkaBootstrapServers());
    }

    /** Connects to the payment service's database. */
    Connection paymentDatabase() throws SQLException {
        return servers.databases().connect(databases.get(PAYMENT).get("DATABASE_NAME"));
    }

    /** Verifies the whole ledger, as {@code ./corridor verify-ledger} does. */
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

    /** Retries the test's own calls, because the service may still be starting. */
    private <T> Future<T> retry(Supplier<Future<T>> call) {
        return retry(call, MAX_ATTEMPTS);
    }

    private <T> Future<T> retry(Supplier<Future<T>> call, int attempts) {
        return call.get()
                .recover(failure -> attempts == 1
                        ? Future.failedFuture(failure)
                        : vertx.timer(RETRY_DELAY_MS, TimeUnit.MILLISECONDS)
                                .compose(elapsed -> retry(call, attempts - 1)));
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
