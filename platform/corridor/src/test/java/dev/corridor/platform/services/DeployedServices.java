package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.forex.ForexService;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.runtime.ServiceDefinition;
import dev.corridor.kit.runtime.ServiceRuntime;
import dev.corridor.ledger.LedgerService;
import dev.corridor.payment.PaymentService;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The payment service and all that it needs, freshly deployed; but for {@link LimitedProfileService}, the real services. */
final class DeployedServices implements AutoCloseable {
    private final TestIssuer issuer = TestIssuer.start();
    private final ServiceRuntime runtime = ServiceRuntime.start();
    private final Vertx clients = Vertx.vertx();
    private final HostPort profile = freeAddress();
    private final HostPort ledger = freeAddress();
    private final HostPort forex = freeAddress();
    private final HostPort payment = freeAddress();
    private final int paymentHttp = Ports.free();

    DeployedServices() {
        runtime.vertx()
                .deployVerticle(new LimitedProfileService(profile.port()))
                .await();
        deploy(new LedgerService(), ledger, Ports.free());
        deploy(new ForexService(), forex, Ports.free());
        deploy(new PaymentService(), payment, paymentHttp);
    }

    private void deploy(ServiceDefinition service, HostPort grpc, int httpPort) {
        Map<String, String> environment = new HashMap<>(TestServers.shared().freshDatabase(service.name()));
        environment.putAll(issuer.environment());
        environment.putAll(Map.of(
                "HTTP_PORT", Integer.toString(httpPort),
                "GRPC_PORT", Integer.toString(grpc.port()),
                "REDIS_URL", TestServers.shared().redis(),
                "KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka(),
                "HISTORY_DELAY", "PT1H",
                "PROFILE_GRPC", profile.toString(),
                "LEDGER_GRPC", ledger.toString(),
                "FOREX_GRPC", forex.toString()));
        environment.put("ECB_URL", "");
        service.deploy(runtime, Settings.of(environment)).await();
    }

    /** For its clients, which have event loops of their own. */
    Vertx clients() {
        return clients;
    }

    ServiceClient ledger() {
        return ServiceClient.connect(clients, "ledger", List.of(ledger));
    }

    ServiceClient forex() {
        return ServiceClient.connect(clients, "forex", List.of(forex));
    }

    ServiceClient payment() {
        return ServiceClient.connect(clients, "payment", List.of(payment));
    }

    int paymentHttpPort() {
        return paymentHttp;
    }

    String token(String subject, String... scopes) {
        return issuer.token(subject, scopes);
    }

    @Override
    public void close() {
        Stream.of(clients.close(), runtime.stop()).forEach(each -> each.await());
        issuer.close();
    }

    private static HostPort freeAddress() {
        return new HostPort(Ports.LOOPBACK, Ports.free());
    }
}
