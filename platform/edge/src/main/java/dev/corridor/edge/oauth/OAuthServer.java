package dev.corridor.edge.oauth;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.guard.Subscriptions;
import dev.corridor.edge.guard.Throttle;
import dev.corridor.edge.oauth.api.OAuthEndpoints;
import dev.corridor.edge.oauth.api.portal.PortalApi;
import dev.corridor.edge.oauth.client.ProfileUsers;
import dev.corridor.edge.oauth.usecase.EdgeStateWatch;
import dev.corridor.edge.oauth.usecase.Housekeeping;
import dev.corridor.edge.oauth.usecase.PlatformClients;
import dev.corridor.edge.oauth.usecase.SecretChecks;
import dev.corridor.edge.oauth.usecase.Stores;
import dev.corridor.edge.oauth.usecase.SubscribedPlans;
import dev.corridor.edge.oauth.usecase.TokenIssuer;
import dev.corridor.kit.concurrency.LoadShedder;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.identity.Revocations;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.Schema;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * OAuth 2.0 authorization server of the edge, with the applications, keys, subscriptions and sign-ins of the developer portal.
 * Belongs to one verticle.
 */
public final class OAuthServer {
    /** Name of its database's migrations. */
    public static final String SCHEMA = "edge";

    private static final String OWN_CLIENT_ID = "edge";
    private static final int PORTAL_REQUESTS_IN_FLIGHT = 200;

    private final Vertx vertx;
    private final EdgeConfig config;
    private final Database database;
    private final PlatformClients platformClients;
    private final EdgeStateWatch watch;
    private final Housekeeping housekeeping;
    private final SubscribedPlans subscriptions = new SubscribedPlans();
    private final Stores stores;
    private final Function<RestContract, OAuthEndpoints> endpoints;
    private RestContract contract;

    /** @param revocations kept current by this server, for the verifier of the edge's requests */
    public OAuthServer(
            Vertx vertx,
            EdgeConfig config,
            TokenVerifier tokens,
            Revocations revocations,
            Clock clock,
            Supplier<UUID> ids,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.config = config;
        this.database = Database.connect(vertx, config.database());
        var random = new SecureRandom();
        stores = Stores.of(database);
        var issuer = new TokenIssuer(vertx, config, clock, ids);
        var secrets = new SecretChecks(vertx, random);
        var users = new ProfileUsers(
                ServiceClient.connect(vertx, "profile", config.profileGrpc()),
                () -> issuer.forClient(OWN_CLIENT_ID, List.of(Scope.PROFILE_ADMIN.value())));
        platformClients = new PlatformClients(stores, secrets, clock);
        watch = new EdgeStateWatch(vertx, stores, revocations, subscriptions, clock);
        housekeeping = new Housekeeping(vertx, stores, clock);
        var shedder = new LoadShedder(PORTAL_REQUESTS_IN_FLIGHT, metrics);
        endpoints = read -> new OAuthEndpoints(
                config,
                stores,
                new OAuthEndpoints.Parts(
                        issuer,
                        secrets,
                        users,
                        watch,
                        tokens,
                        new PortalApi.Transport(vertx, read, shedder),
                        clock,
                        ids,
                        random));
    }

    /** Waits for the migrated database and reads what requests are checked against. */
    public Future<Void> start() {
        return RestContract.load(vertx, PortalApi.CONTRACT)
                .onSuccess(read -> contract = read)
                .compose(read -> Schema.await(vertx, config.database(), SCHEMA))
                .compose(current -> platformClients.register(config.clients()))
                .compose(registered -> watch.start())
                .onSuccess(started -> housekeeping.start());
    }

    /** Plans of the clients, for the guards of the APIs. */
    public Subscriptions subscriptions() {
        return subscriptions;
    }

    /**
     * Adds the endpoints. The server has been started.
     *
     * @param operations of other packages that belong to the portal's REST API
     */
    public void mount(Router router, Throttle throttle, List<Consumer<RestTransport>> operations) {
        endpoints.apply(contract).mount(router, throttle, operations);
    }

    /** Answers the services that wait for revocations, so that their requests do not keep the edge from stopping. */
    public void endWaiting() {
        watch.endWaiting();
    }

    public Future<?> stop() {
        return watch.stop().eventually(housekeeping::stop).eventually(database::close);
    }
}
