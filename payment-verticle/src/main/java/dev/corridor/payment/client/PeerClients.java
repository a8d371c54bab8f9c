package dev.corridor.payment.client;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import io.vertx.core.Vertx;
import java.util.List;

/** Clients of the services that the payment service calls. They belong to one verticle. */
public record PeerClients(ProfileClient profile, ForexClient forex, LedgerClient ledger) {

    public static PeerClients connect(
            Vertx vertx, List<HostPort> profile, List<HostPort> forex, List<HostPort> ledger, ServiceTokens ownTokens) {
        return new PeerClients(
                new ProfileClient(ServiceClient.connect(vertx, "profile", profile), ownTokens),
                new ForexClient(ServiceClient.connect(vertx, "forex", forex)),
                new LedgerClient(ServiceClient.connect(vertx, "ledger", ledger), ownTokens));
    }
}
