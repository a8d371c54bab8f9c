package dev.corridor.edge.quota;

import dev.corridor.edge.config.Api.ThrottlingPolicy;
import dev.corridor.edge.guard.Quotas;
import dev.corridor.edge.quota.Leases.Held;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Quotas that are counted by leases of shared counters; see the package. Belongs to one verticle. */
public final class LeasedQuotas implements Quotas {
    private final SharedCounters counters;
    private final Clock clock;
    private final Counter countedAlone;
    private final Leases minutes = Leases.ofMinutes();
    private final Leases seconds = Leases.ofSeconds();

    public LeasedQuotas(SharedCounters counters, Clock clock, MeterRegistry metrics) {
        this.counters = counters;
        this.clock = clock;
        this.countedAlone = Counter.builder("corridor.edge.counted.alone")
                .description("Calls that one event loop counted alone because Redis did not answer")
                .register(metrics);
    }

    /** The leases of one charge. @param second null if the policy has no limit of a second */
    private record Window(Charge charge, Held minute, Held second) {}

    @Override
    public Future<List<Quota>> take(List<Charge> charges, int calls) {
        Instant now = clock.instant();
        var windows = charges.stream().map(charge -> window(charge, now)).toList();
        var tooFew = held(windows).stream()
                .filter(each -> !each.lease.has(calls) && !each.lease.isLast())
                .toList();
        return tooFew.isEmpty()
                ? Future.succeededFuture(use(windows, calls, now))
                : more(tooFew, calls).compose(added -> take(charges, calls));
    }

    private Window window(Charge charge, Instant now) {
        ThrottlingPolicy policy = charge.policy();
        return new Window(
                charge,
                minutes.of(charge.key(), policy.requestsPerMinute(), now),
                policy.burstPerSecond() == ThrottlingPolicy.UNLIMITED
                        ? null
                        : seconds.of(charge.key(), policy.burstPerSecond(), now));
    }

    private static List<Held> held(List<Window> windows) {
        var held = new ArrayList<Held>(2 * windows.size());
        for (Window window : windows) {
            held.add(window.minute);
            if (window.second != null) {
                held.add(window.second);
            }
        }
        return held;
    }

    /** Waits until each lease has been added to; other calls may then have used what was added. */
    private Future<?> more(List<Held> tooFew, int calls) {
        tooFew.forEach(each -> each.waiting += calls);
        var refills = new ArrayList<Future<?>>();
        tooFew.stream().filter(each -> each.refill != null).forEach(each -> refills.add(each.refill));
        refills.add(refill(tooFew.stream().filter(each -> each.refill == null).toList()));
        return Future.all(refills).onComplete(added -> tooFew.forEach(each -> each.waiting -= calls));
    }

    /** Takes the next calls for all leases in one round trip; alone, if Redis does not answer. */
    private Future<Void> refill(List<Held> leases) {
        if (leases.isEmpty()) {
            return Future.succeededFuture();
        }
        var additions = leases.stream().map(Held::next).toList();
        Promise<Void> refilled = Promise.promise();
        leases.forEach(each -> each.refill = refilled.future());
        counters.add(additions).onComplete(totals -> {
            for (int i = 0; i < additions.size(); i++) {
                Held each = leases.get(i);
                long asked = additions.get(i).amount();
                if (totals.succeeded()) {
                    each.lease.add(asked, totals.result().get(i));
                } else {
                    each.lease.addAlone(asked);
                    countedAlone.increment(asked);
                }
                each.refill = null;
            }
            refilled.complete();
        });
        return refilled.future();
    }

    private List<Quota> use(List<Window> windows, int calls, Instant now) {
        var quotas = windows.stream().map(window -> use(window, calls, now)).toList();
        refill(held(windows).stream()
                .filter(each -> each.lease.isLow() && each.refill == null)
                .toList());
        return quotas;
    }

    private Quota use(Window window, int calls, Instant now) {
        boolean hasMinute = use(window.minute, calls);
        boolean hasSecond = window.second == null || use(window.second, calls);
        ThrottlingPolicy policy = window.charge.policy();
        if (hasMinute && !hasSecond) {
            return new Quota(policy, -1, seconds.secondsLeft(now), true);
        }
        long remaining = hasMinute ? window.minute.lease.remaining() : -1;
        return new Quota(policy, remaining, minutes.secondsLeft(now), false);
    }

    private static boolean use(Held held, int calls) {
        boolean has = held.lease.has(calls);
        if (has) {
            held.lease.use(calls);
        }
        return has;
    }
}
