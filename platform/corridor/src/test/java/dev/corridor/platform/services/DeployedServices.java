package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.forex.ForexService;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import dev.corridor.kit.testing.GrpcCaller;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.kit.testing.RunningService;
import dev.corridor.ledger.LedgerService;
import dev.corridor.payment.PaymentService;
import dev.corridor.profile.ProfileService;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The payment service with real ledger and forex services on new databases, and a {@link LimitedProfileService} or a real profile. */
final class DeployedServices implements AutoCloseable {
    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx profileVertx = Vertx.vertx();
    private final RunningService ledger;
    private final RunningService forex;
    private final RunningService payment;
    private final Optional<RunningService> profile;
    private final HttpCaller http;
    private final Consumer<Schema.Owner> prepare;

    DeployedServices() {
        this(false, owner -> {});
    }

    /** Starts a real profile service instead of the stub. */
    static DeployedServices withProfile() {
        return new DeployedServices(true, owner -> {});
    }

    /** Starts all services on databases that {@code prepare} has changed after the migration, a real profile service among them. */
    static DeployedServices onPrepared(Consumer<Schema.Owner> prepare) {
        return new DeployedServices(true, prepare);
    }

    private DeployedServices(boolean withProfile, Consumer<Schema.Owner> prepare) {
        this.prepare = prepare;
        profile = withProfile ? Optional.of(start(new ProfileService(), Map.of())) : Optional.empty();
        var profileAddress = profile.map(RunningService::grpcAddress).orElseGet(this::startStub);
        ledger = start(new LedgerService(), Map.of());
        forex = start(new ForexService(), Map.of("HISTORY_DELAY", "PT1H", "ECB_URL", ""));
        payment = start(
                new PaymentService(),
                Map.of(
                        "PROFILE_GRPC", profileAddress.toString(),
                        "LEDGER_GRPC", ledger.grpcAddress().toString(),
                        "FOREX_GRPC", forex.grpcAddress().toString()));
        http = HttpCaller.overHttp1(payment.httpPort());
    }

    private HostPort startStub() {
        var address = new HostPort(Ports.LOOPBACK, Ports.free());
        profileVertx.deployVerticle(new LimitedProfileService(address.port())).await();
        return address;
    }

    private RunningService start(ServiceDefinition service, Map<String, String> variables) {
        var environment = new HashMap<>(TestServers.shared().freshDatabase(service.name()));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        environment.putAll(variables);
        var settings = Settings.of(environment);
        service.migrate(settings);
        prepare.accept(Schema.Owner.from(settings));
        return RunningService.start(service, issuer, environment);
    }

    /** HTTP client of the payment service. */
    HttpCaller http() {
        return http;
    }

    /** The real profile service; see {@link #withProfile}. */
    RunningService profile() {
        return profile.orElseThrow();
    }

    GrpcCaller ledger() {
        return ledger.grpc();
    }

    /** Connects to the ledger's database, to write what the service would refuse. */
    Database ledgerDatabase() {
        return Database.connect(
                ledger.clients(), DatabaseSettings.from(ledger.settings()).withPoolSize(1));
    }

    GrpcCaller forex() {
        return forex.grpc();
    }

    RunningService paymentService() {
        return payment;
    }

    GrpcCaller payment() {
        return payment.grpc();
    }

    String token(String subject, Scope... scopes) {
        return payment.token(subject, scopes);
    }

    @Override
    public void close() {
        Stream.of(payment, forex, ledger).forEach(RunningService::close);
        profile.ifPresent(RunningService::close);
        profileVertx.close().await();
        issuer.close();
    }
}
