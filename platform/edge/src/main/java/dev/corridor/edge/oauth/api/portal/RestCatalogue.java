package dev.corridor.edge.oauth.api.portal;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.config.Plan;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/** REST operations of the catalogue: APIs and plans, for everybody. Belongs to one verticle. */
public final class RestCatalogue {
    private static final Comparator<Api> BY_NAME =
            Comparator.comparing(Api::name).thenComparing(Api::version);

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final EdgeConfig config;

    public RestCatalogue(EdgeConfig config) {
        this.config = config;
    }

    public void mount(RestTransport rest) {
        rest.publicOperation("listApis", this::listApis)
                .publicOperation("getApi", this::getApi)
                .publicOperation("listPlans", this::listPlans);
    }

    private Future<Reply> listApis(Caller caller, RestRequest request) {
        var list = new JsonArray();
        config.apis().apis().stream().sorted(BY_NAME).map(this::json).forEach(list::add);
        return Future.succeededFuture(
                Reply.ok(new JsonObject().put("apis", list)).publicFor(FRESH));
    }

    private Future<Reply> getApi(Caller caller, RestRequest request) {
        Api api = config.apis()
                .find(request.path("name"), request.path("version"))
                .orElseThrow(() -> Problem.of(PortalError.API_NOT_FOUND, "There is no such API in this version."));
        return Future.succeededFuture(Reply.ok(json(api)).publicFor(FRESH));
    }

    private Future<Reply> listPlans(Caller caller, RestRequest request) {
        var list = new JsonArray();
        config.apis().plans().stream()
                .sorted(Comparator.comparing(Plan::name))
                .map(RestCatalogue::json)
                .forEach(list::add);
        return Future.succeededFuture(
                Reply.ok(new JsonObject().put("plans", list)).publicFor(FRESH));
    }

    private JsonObject json(Api api) {
        var json = new JsonObject()
                .put("name", api.name())
                .put("version", api.version())
                .put("kind", api.kind().name())
                .put("description", api.description())
                .put("url", url(api))
                .put("is_default_version", api.isDefaultVersion())
                .put("needs_token", api.needsToken())
                .put("scopes", new JsonArray(api.scopes().stream().sorted().toList()))
                .put("default_plan", api.plan().name())
                .put("plans", new JsonArray(names(api.plans())))
                .put("contract", api.contract());
        api.deprecation().ifPresent(deprecation -> {
            json.put("deprecated_since", deprecation.since().toString());
            deprecation.sunset().ifPresent(sunset -> json.put("sunset", sunset.toString()));
            deprecation.successor().ifPresent(successor -> json.put("successor", successor));
        });
        return json;
    }

    private static List<String> names(List<Plan> plans) {
        return plans.stream().map(Plan::name).sorted().toList();
    }

    private static JsonObject json(Plan plan) {
        var json = new JsonObject().put("name", plan.name()).put("description", plan.description());
        if (!plan.policy().isUnlimited()) {
            json.put("requests_per_minute", plan.policy().requestsPerMinute());
        }
        plan.monthlyQuota().ifPresent(quota -> json.put("monthly_quota", quota));
        plan.pricePerMonth()
                .ifPresent(price -> json.put(
                        "price_per_month",
                        new JsonObject()
                                .put("amount", price.amount().toPlainString())
                                .put("currency", price.currency().getCurrencyCode())));
        plan.pricePerCallOverQuota()
                .ifPresent(price -> json.put(
                        "price_per_call_over_quota",
                        new JsonObject()
                                .put("amount", price.amount().toPlainString())
                                .put("currency", price.currency().getCurrencyCode())));
        return json;
    }

    private String url(Api api) {
        return switch (api.kind()) {
            case REST, GRAPHQL, GRPC -> "http://localhost:" + config.ports().http() + api.basePath();
            case WEBSOCKET -> "ws://localhost:" + config.ports().webSocket() + api.basePath();
        };
    }
}
