package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Plan;
import dev.corridor.edge.guard.Subscriptions;
import dev.corridor.edge.oauth.store.SubscriptionTable.ClientPlan;
import dev.corridor.kit.identity.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans of all clients, in memory: a look-up costs nothing. A change is here within a second, at the edge that made it at once. The
 * platform's own clients need no subscription. Any thread.
 */
public final class SubscribedPlans implements Subscriptions {
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Set.of());

    private record Key(String clientId, String apiName, String apiVersion) {}

    private record Snapshot(Map<Key, ClientPlan> plans, Set<String> platformClients) {}

    @Override
    public Optional<Entitlement> find(Caller caller, Api api) {
        Snapshot current = snapshot;
        if (caller.clientId().isEmpty() || current.platformClients.contains(caller.clientId())) {
            return Optional.of(Subscriptions.ofUsers(api));
        }
        ClientPlan subscribed = current.plans.get(new Key(caller.clientId(), api.name(), api.version()));
        return subscribed == null
                ? Optional.empty()
                : planOf(api, subscribed.plan())
                        .map(plan -> new Entitlement(plan, Optional.of(subscribed.applicationId())));
    }

    /** The plan is empty when the list of APIs does not offer it any more. */
    private static Optional<Plan> planOf(Api api, String name) {
        for (Plan plan : api.plans()) {
            if (plan.name().equals(name)) {
                return Optional.of(plan);
            }
        }
        return Optional.empty();
    }

    void replace(List<ClientPlan> plans, List<String> platformClients) {
        var byClient = new HashMap<Key, ClientPlan>();
        plans.forEach(plan -> byClient.put(new Key(plan.clientId(), plan.apiName(), plan.apiVersion()), plan));
        snapshot = new Snapshot(Map.copyOf(byClient), Set.copyOf(platformClients));
    }
}
