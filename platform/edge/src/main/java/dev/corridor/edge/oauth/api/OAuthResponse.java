package dev.corridor.edge.oauth.api;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.guard.Throttle;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.OAuthError.Code;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Responses of the OAuth 2.0 endpoints: JSON that nobody caches, and errors as RFC 6749 (section 5.2) has them. Requests are
 * limited by address; a failed attempt counts as ten, so that 60 are possible in a minute.
 */
public final class OAuthResponse {
    private static final Logger LOG = LoggerFactory.getLogger(OAuthResponse.class);

    public static final ThrottlingPolicy POLICY = new ThrottlingPolicy("Tokens", 600);
    public static final int COST_OF_FAILURE = 10;
    static final String NAME = "tokens";

    private final Throttle throttle;

    OAuthResponse(Throttle throttle) {
        this.throttle = throttle;
    }

    Handler<RoutingContext> throttle() {
        return throttle.of(NAME, POLICY);
    }

    /** Answers with the JSON that {@code endpoint} returns. An exception that it throws is as good as a failed future. */
    Handler<RoutingContext> json(int status, Function<RoutingContext, Future<JsonObject>> endpoint) {
        return context -> Future.succeededFuture()
                .compose(begun -> endpoint.apply(context))
                .onSuccess(json -> {
                    if (!context.response().closed()) {
                        uncached(context)
                                .setStatusCode(status)
                                .putHeader("content-type", "application/json")
                                .end(json.toBuffer());
                    }
                })
                .onFailure(failure -> fail(context, failure));
    }

    private void fail(RoutingContext context, Throwable failure) {
        if (failure instanceof OAuthError refusal) {
            refuse(context, refusal);
        } else if (isUnavailable(failure)) {
            LOG.atWarn().setCause(failure).log("token endpoint unavailable");
            refuse(context, new OAuthError(Code.TEMPORARILY_UNAVAILABLE, "Repeat the request a little later."));
        } else {
            context.fail(failure);
        }
    }

    private static boolean isUnavailable(Throwable failure) {
        return Database.isUnavailable(failure)
                || failure instanceof Problem problem
                        && problem.code().isTransient()
                        && !problem.is(StandardError.TOO_MANY_REQUESTS);
    }

    void refuse(RoutingContext context, OAuthError refusal) {
        LOG.atInfo().addKeyValue("error", refusal.code().value()).log("token refused: {}", refusal.getMessage());
        charge(context, refusal);
        if (context.response().closed()) {
            return;
        }
        HttpServerResponse response =
                uncached(context).setStatusCode(refusal.code().httpStatus());
        if (refusal.code() == Code.INVALID_CLIENT) {
            response.putHeader("www-authenticate", "Basic realm=\"corridor\"");
        }
        if (refusal.code() == Code.INVALID_TOKEN) {
            response.putHeader("www-authenticate", "Bearer error=\"invalid_token\"");
        }
        if (refusal.code() == Code.TEMPORARILY_UNAVAILABLE) {
            response.putHeader("retry-after", "1");
        }
        response.putHeader("content-type", "application/json").end(json(refusal).toBuffer());
    }

    void charge(RoutingContext context, OAuthError refusal) {
        if (refusal.code().isFailedAttempt()) {
            throttle.charge(context, NAME, POLICY, COST_OF_FAILURE - 1);
        }
    }

    private static JsonObject json(OAuthError refusal) {
        return new JsonObject().put("error", refusal.code().value()).put("error_description", refusal.getMessage());
    }

    static HttpServerResponse uncached(RoutingContext context) {
        return context.response().putHeader("cache-control", "no-store");
    }
}
