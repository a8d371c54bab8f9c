package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import io.vertx.core.Future;
import java.util.List;

/** Counts of calls against limits, shared by all edges. */
public interface Quotas {

    /**
     * Counter of one limit.
     *
     * @param key whose calls are counted, to what
     */
    record Charge(String key, ThrottlingPolicy policy) {}

    /**
     * Result of a charge.
     *
     * @param remaining calls that are left in this window; negative: this call exceeds the limit
     * @param seconds until the next window begins
     * @param isBurst whether the window is a second, which is reported only if its limit is exceeded
     */
    record Quota(ThrottlingPolicy policy, long remaining, long seconds, boolean isBurst) {
        public boolean isExceeded() {
            return remaining < 0;
        }
    }

    /**
     * Takes calls from each of the quotas, also from the others when one is exceeded.
     *
     * @return a quota for each charge
     */
    Future<List<Quota>> take(List<Charge> charges, int calls);
}
