package dev.corridor.edge.oauth.api.portal;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.guard.Throttle;
import dev.corridor.kit.concurrency.LoadShedder;
import dev.corridor.kit.contract.RestContract;
import dev.corridor.kit.identity.TokenVerifier;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * REST API of the developer portal, below {@code /portal/api}: openapi/portal.yaml. Its requests are limited by address, and a
 * sign-up counts as thirty, because it costs half a second of a processor.
 */
public final class PortalApi {
    /** The contract on the class path. */
    public static final String CONTRACT = "openapi/portal.yaml";

    private static final String NAME = "portal";
    private static final ThrottlingPolicy POLICY = new ThrottlingPolicy("Portal", 600);
    private static final int COST_OF_SIGN_UP = 30;
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final String PATH = "/portal/api";

    private final Throttle throttle;
    private final RestTransport rest;

    /** What the transport of the API is made of. */
    public record Transport(Vertx vertx, RestContract contract, LoadShedder shedder) {}

    public PortalApi(Transport transport, TokenVerifier tokens, Throttle throttle) {
        this.throttle = throttle;
        this.rest = RestTransport.withoutStreams(
                transport.vertx(), transport.contract(), tokens, transport.shedder(), REQUEST_TIMEOUT);
    }

    /** Adds operations of the contract. */
    public PortalApi add(Consumer<RestTransport> operations) {
        operations.accept(rest);
        return this;
    }

    /** @throws IllegalStateException when an operation of the contract has no handler */
    public void mount(Router router) {
        router.route(PATH + "/*").handler(throttle.of(NAME, POLICY));
        router.post(PATH + "/users").handler(context -> {
            throttle.charge(context, NAME, POLICY, COST_OF_SIGN_UP - 1);
            context.next();
        });
        router.route(PATH + "/*").subRouter(rest.router());
    }
}
