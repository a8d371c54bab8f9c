package dev.corridor.edge.oauth.api;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.guard.Throttle;
import dev.corridor.edge.oauth.api.portal.PortalApi;
import dev.corridor.edge.oauth.api.portal.RestApplications;
import dev.corridor.edge.oauth.api.portal.RestCatalogue;
import dev.corridor.edge.oauth.api.portal.RestUsers;
import dev.corridor.edge.oauth.client.ProfileUsers;
import dev.corridor.edge.oauth.usecase.ApplicationRegistration;
import dev.corridor.edge.oauth.usecase.ClientAuthentication;
import dev.corridor.edge.oauth.usecase.EdgeStateWatch;
import dev.corridor.edge.oauth.usecase.Introspection;
import dev.corridor.edge.oauth.usecase.KeyRegistration;
import dev.corridor.edge.oauth.usecase.SecretChecks;
import dev.corridor.edge.oauth.usecase.Stores;
import dev.corridor.edge.oauth.usecase.SubscriptionChanges;
import dev.corridor.edge.oauth.usecase.TokenExchange;
import dev.corridor.edge.oauth.usecase.TokenIssuer;
import dev.corridor.edge.oauth.usecase.TokenRevocation;
import dev.corridor.edge.oauth.usecase.UserAuthorization;
import dev.corridor.edge.oauth.usecase.UserSessions;
import dev.corridor.edge.oauth.usecase.UserSignIn;
import dev.corridor.edge.oauth.usecase.UserSignUp;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Endpoints of the authorization server, each with the use cases that it calls. */
public final class OAuthEndpoints {
    private final EdgeConfig config;
    private final Stores stores;
    private final Parts parts;

    /** What use cases share. */
    public record Parts(
            TokenIssuer issuer,
            SecretChecks secrets,
            ProfileUsers users,
            EdgeStateWatch watch,
            TokenVerifier tokens,
            PortalApi.Transport portal,
            Clock clock,
            Supplier<UUID> ids,
            SecureRandom random) {}

    public OAuthEndpoints(EdgeConfig config, Stores stores, Parts parts) {
        this.config = config;
        this.stores = stores;
        this.parts = parts;
    }

    public void mount(Router router, Throttle throttle, List<Consumer<RestTransport>> operations) {
        var lifetime = config.limits().tokenLifetime();
        var response = new OAuthResponse(throttle);
        var clients = new ClientAuthentication(stores.clients(), parts.secrets);
        var revocation = new TokenRevocation(stores, parts.watch, lifetime, parts.clock);
        var signIn = new UserSignIn(
                stores.accounts(), parts.users, parts.secrets, config.userPassword(), parts.clock, parts.random);
        var exchange = new TokenExchange(stores, parts.issuer, revocation, signIn, parts.clock, parts.random);
        var introspection = new Introspection(parts.tokens, stores.grants(), parts.clock);
        var authorization = new UserAuthorization(stores, lifetime, parts.clock, parts.ids, parts.random);

        new TokenEndpoint(
                        clients,
                        exchange,
                        revocation,
                        introspection,
                        parts.watch,
                        new TokenEndpoint.Signing(config.keys(), lifetime),
                        response)
                .mount(router);
        new AuthorizationEndpoint(
                        config.tokenUrl(), clients, signIn, authorization, new BrowserCookies(parts.random), response)
                .mount(router);
        var applications = new ApplicationRegistration(stores, revocation, parts.clock, parts.ids);
        var keys = new KeyRegistration(
                stores, applications, revocation, parts.secrets, parts.clock, parts.ids, parts.random);
        new RegistrationEndpoint(parts.tokens, signIn, applications, keys, response).mount(router);
        var portal = portal(throttle, applications, keys, revocation);
        operations.forEach(portal::add);
        portal.mount(router);
        new DiscoveryEndpoint(config.tokenUrl(), config.consoleUrl()).mount(router);
    }

    private PortalApi portal(
            Throttle throttle, ApplicationRegistration applications, KeyRegistration keys, TokenRevocation revocation) {
        var subscriptions =
                new SubscriptionChanges(config.apis(), stores, applications, parts.watch, parts.clock, parts.ids);
        var signUp = new UserSignUp(stores.accounts(), parts.users, parts.secrets, parts.clock, parts.ids);
        return new PortalApi(parts.portal, parts.tokens, throttle)
                .add(new RestCatalogue(config)::mount)
                .add(new RestUsers(signUp, new UserSessions(stores, revocation))::mount)
                .add(new RestApplications(applications, keys, subscriptions)::mount);
    }
}
