package dev.corridor.edge.oauth.api.portal;

import dev.corridor.edge.oauth.domain.ClientMetadata;
import dev.corridor.edge.oauth.domain.GrantType;
import dev.corridor.edge.oauth.domain.OAuthError;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.edge.oauth.usecase.ApplicationRegistration;
import dev.corridor.edge.oauth.usecase.KeyRegistration;
import dev.corridor.edge.oauth.usecase.SubscriptionChanges;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** REST operations of the caller's applications, their keys and subscriptions. Belongs to one verticle. */
public final class RestApplications {
    private final ApplicationRegistration applications;
    private final KeyRegistration keys;
    private final SubscriptionChanges subscriptions;

    public RestApplications(
            ApplicationRegistration applications, KeyRegistration keys, SubscriptionChanges subscriptions) {
        this.applications = applications;
        this.keys = keys;
        this.subscriptions = subscriptions;
    }

    public void mount(RestTransport rest) {
        rest.operation("listApplications", Scope.APPLICATIONS_READ, this::list)
                .operation("createApplication", Scope.APPLICATIONS_WRITE, this::create)
                .operation("getApplication", Scope.APPLICATIONS_READ, this::get)
                .operation("changeApplication", Scope.APPLICATIONS_WRITE, this::change)
                .operation("deleteApplication", Scope.APPLICATIONS_WRITE, this::delete)
                .operation("createKey", Scope.APPLICATIONS_WRITE, this::createKey)
                .operation("rotateKey", Scope.APPLICATIONS_WRITE, this::rotateKey)
                .operation("revokeKey", Scope.APPLICATIONS_WRITE, this::revokeKey)
                .operation("subscribe", Scope.APPLICATIONS_WRITE, this::subscribe)
                .operation("changePlan", Scope.APPLICATIONS_WRITE, this::changePlan)
                .operation("unsubscribe", Scope.APPLICATIONS_WRITE, this::unsubscribe);
    }

    private Future<Reply> list(Caller caller, RestRequest request) {
        return applications.list(caller.subject()).map(all -> {
            var list = new JsonArray();
            all.stream().map(PortalJson::of).forEach(list::add);
            return Reply.ok(new JsonObject().put("applications", list));
        });
    }

    private Future<Reply> create(Caller caller, RestRequest request) {
        return applications
                .create(
                        caller.subject(),
                        name(request),
                        request.text("description").orElse(""))
                .map(created -> Reply.created("/portal/api/applications/" + created.id(), PortalJson.of(created)));
    }

    private Future<Reply> get(Caller caller, RestRequest request) {
        return applications
                .whole(caller.subject(), applicationId(request))
                .map(whole -> Reply.ok(PortalJson.of(whole)));
    }

    private Future<Reply> change(Caller caller, RestRequest request) {
        return applications
                .change(
                        caller.subject(),
                        applicationId(request),
                        name(request),
                        request.text("description").orElse(""))
                .map(changed -> Reply.ok(PortalJson.of(changed)));
    }

    private Future<Reply> delete(Caller caller, RestRequest request) {
        return applications.delete(caller.subject(), applicationId(request)).map(deleted -> Reply.noContent());
    }

    private Future<Reply> createKey(Caller caller, RestRequest request) {
        return inPortalsWords(() -> keys.create(caller.subject(), applicationId(request), metadata(request)))
                .map(key -> Reply.json(201, PortalJson.of(key)).header("cache-control", "no-store"));
    }

    private Future<Reply> rotateKey(Caller caller, RestRequest request) {
        return keys.rotate(caller.subject(), applicationId(request), request.path("client_id"))
                .map(key -> Reply.ok(PortalJson.of(key)).header("cache-control", "no-store"));
    }

    private Future<Reply> revokeKey(Caller caller, RestRequest request) {
        return keys.revoke(caller.subject(), applicationId(request), request.path("client_id"))
                .map(revoked -> Reply.noContent());
    }

    private Future<Reply> subscribe(Caller caller, RestRequest request) {
        return subscriptions
                .subscribe(
                        caller.subject(),
                        applicationId(request),
                        request.text("api_name").orElse(""),
                        request.text("api_version").orElse(""),
                        request.text("plan").orElse(""))
                .map(subscription -> Reply.json(201, PortalJson.of(subscription)));
    }

    private Future<Reply> changePlan(Caller caller, RestRequest request) {
        return subscriptions
                .changePlan(
                        caller.subject(),
                        applicationId(request),
                        subscriptionId(request),
                        request.text("plan").orElse(""))
                .map(subscription -> Reply.ok(PortalJson.of(subscription)));
    }

    private Future<Reply> unsubscribe(Caller caller, RestRequest request) {
        return subscriptions
                .unsubscribe(caller.subject(), applicationId(request), subscriptionId(request))
                .map(ended -> Reply.noContent());
    }

    private static ClientMetadata metadata(RestRequest request) {
        var body = request.body();
        Set<GrantType> grants = texts(body, "grant_types").stream()
                .map(type -> GrantType.of(type).orElseThrow())
                .collect(Collectors.toSet());
        return new ClientMetadata(
                name(request),
                body.getBoolean("public", false),
                grants,
                texts(body, "redirect_uris"),
                Set.copyOf(texts(body, "scopes")));
    }

    private static List<String> texts(JsonObject body, String field) {
        return body.getJsonArray(field, new JsonArray()).stream()
                .map(String.class::cast)
                .distinct()
                .toList();
    }

    /** Turns an error of OAuth's registration into this API's problem. */
    private static <T> Future<T> inPortalsWords(java.util.function.Supplier<Future<T>> registration) {
        Function<Throwable, Future<T>> problem = failure -> Future.failedFuture(
                failure instanceof OAuthError refusal
                        ? Problem.of(PortalError.KEY_INVALID, refusal.getMessage())
                        : failure);
        return Future.succeededFuture().compose(begun -> registration.get()).recover(problem);
    }

    private static String name(RestRequest request) {
        return request.text("name").orElse("");
    }

    private static UUID applicationId(RestRequest request) {
        return RequestId.parse(request.path("application_id"), PortalError.APPLICATION_NOT_FOUND);
    }

    private static UUID subscriptionId(RestRequest request) {
        return RequestId.parse(request.path("subscription_id"), PortalError.SUBSCRIPTION_NOT_FOUND);
    }
}
