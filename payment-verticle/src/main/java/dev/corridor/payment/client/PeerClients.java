package dev.corridor.payment.client;

import dev.corridor.kit.grpc.PeerSettings;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.ServiceTokens;
import io.vertx.core.Vertx;

/** Clients of the services that the payment service calls. They belong to one verticle. */
public record PeerClients(ProfileClient profile, ForexClient forex, LedgerClient ledger) {

    public static PeerClients connect(
            Vertx vertx, PeerSettings profile, PeerSettings forex, PeerSettings ledger, ServiceTokens ownTokens) {
        return new PeerClients(
                new ProfileClient(ServiceClient.connect(vertx, "profile", profile), ownTokens),
                new ForexClient(ServiceClient.connect(vertx, "forex", forex)),
                new LedgerClient(ServiceClient.connect(vertx, "ledger", ledger), ownTokens));
    }
}
