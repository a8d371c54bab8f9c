package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.ApiConfig;
import dev.corridor.edge.oauth.domain.PortalError;
import dev.corridor.edge.oauth.domain.Subscription;
import dev.corridor.edge.oauth.store.SubscriptionTable;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Subscribes applications to APIs. A change is in effect at this edge when it is answered, and at every edge within a second. */
public final class SubscriptionChanges {
    private final ApiConfig apis;
    private final Stores stores;
    private final ApplicationRegistration applications;
    private final EdgeStateWatch watch;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public SubscriptionChanges(
            ApiConfig apis,
            Stores stores,
            ApplicationRegistration applications,
            EdgeStateWatch watch,
            Clock clock,
            Supplier<UUID> ids) {
        this.apis = apis;
        this.stores = stores;
        this.applications = applications;
        this.watch = watch;
        this.clock = clock;
        this.ids = ids;
    }

    public Future<Subscription> subscribe(
            String userId, UUID applicationId, String apiName, String apiVersion, String plan) {
        requirePlan(apiName, apiVersion, plan);
        var subscription = new Subscription(ids.get(), applicationId, apiName, apiVersion, plan, clock.instant());
        return applications
                .find(userId, applicationId)
                .compose(found -> change(connection -> stores.subscriptions().insert(connection, subscription)))
                .map(subscription)
                .recover(failure -> Future.failedFuture(
                        Database.isUniqueViolation(failure)
                                ? Problem.of(
                                        PortalError.SUBSCRIPTION_EXISTS,
                                        "The application has subscribed to this version of the API.")
                                : failure));
    }

    public Future<Subscription> changePlan(String userId, UUID applicationId, UUID id, String plan) {
        return find(userId, applicationId, id).compose(found -> {
            requirePlan(found.apiName(), found.apiVersion(), plan);
            return change(connection -> stores.subscriptions().changePlan(connection, id, plan))
                    .map(new Subscription(
                            id, applicationId, found.apiName(), found.apiVersion(), plan, found.createdAt()));
        });
    }

    public Future<Void> unsubscribe(String userId, UUID applicationId, UUID id) {
        return find(userId, applicationId, id)
                .compose(found -> change(connection -> stores.subscriptions().delete(connection, id)));
    }

    private Future<Void> change(Function<SqlConnection, Future<Void>> change) {
        return stores.database()
                .transaction(connection ->
                        change.apply(connection).compose(changed -> SubscriptionTable.announce(connection)))
                .compose(committed -> watch.refresh());
    }

    private Future<Subscription> find(String userId, UUID applicationId, UUID id) {
        return applications
                .find(userId, applicationId)
                .compose(found -> stores.subscriptions().ofApplication(applicationId))
                .map(all -> all.stream()
                        .filter(subscription -> subscription.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> Problem.of(
                                PortalError.SUBSCRIPTION_NOT_FOUND, "There is no subscription with this id.")));
    }

    private void requirePlan(String apiName, String apiVersion, String plan) {
        Api api = apis.find(apiName, apiVersion)
                .orElseThrow(() -> Problem.of(PortalError.API_NOT_FOUND, "There is no such API in this version."));
        boolean isOffered =
                api.plans().stream().anyMatch(offered -> offered.name().equals(plan));
        if (!isOffered) {
            throw Problem.of(
                            PortalError.PLAN_UNKNOWN,
                            "The plans of this API are "
                                    + api.plans().stream()
                                            .map(offered -> offered.name())
                                            .toList() + ".")
                    .with("field", "plan");
        }
    }
}
