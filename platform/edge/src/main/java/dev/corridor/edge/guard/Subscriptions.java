package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Plan;
import dev.corridor.kit.identity.Caller;
import java.util.Optional;

/** Look-up of the plan that a caller has at an API. It is asked for every request and must not wait. */
@FunctionalInterface
public interface Subscriptions {

    /**
     * Right to call an API.
     *
     * @param application whose calls are counted together; empty: the plan counts each user
     */
    record Entitlement(Plan plan, Optional<String> application) {}

    /** Returns what the caller is entitled to; empty when the caller's application has not subscribed to the API. */
    Optional<Entitlement> find(Caller caller, Api api);

    /** The plan of an API's throttling_policy for everybody, counted by user. */
    static Subscriptions none() {
        return (caller, api) -> Optional.of(ofUsers(api));
    }

    /** What a caller without an application is entitled to. */
    static Entitlement ofUsers(Api api) {
        return new Entitlement(api.plan(), Optional.empty());
    }
}
