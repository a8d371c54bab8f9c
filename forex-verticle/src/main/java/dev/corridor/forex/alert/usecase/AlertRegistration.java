package dev.corridor.forex.alert.usecase;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.store.AlertTable;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.engine.usecase.LiveRates;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.PageLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Creates, finds, lists and deletes alerts of their owner, for all transports. Belongs to one verticle. */
public final class AlertRegistration {
    public static final PageLimit LIMIT = new PageLimit(50, 100);

    private final Vertx vertx;
    private final AlertTable alerts;
    private final LiveRates live;
    private final Supplier<UUID> newId;
    private final int maxPerOwner;
    private final Clock clock;

    /** @param maxPerOwner most active alerts of one owner */
    public AlertRegistration(
            Vertx vertx, AlertTable alerts, LiveRates live, Supplier<UUID> newId, int maxPerOwner, Clock clock) {
        this.vertx = vertx;
        this.alerts = alerts;
        this.live = live;
        this.newId = newId;
        this.maxPerOwner = maxPerOwner;
        this.clock = clock;
    }

    /** @param next cursor of the next page; empty at the end */
    public record Page(List<Alert> alerts, Optional<UUID> next) {}

    /** @return or fails with unknown_pair, expiry_invalid, too_many_alerts, rate_unavailable */
    public Future<Alert> create(String owner, Alert.Terms terms) {
        var now = live.price(terms.pair());
        if (terms.expiresAt().isPresent() && !terms.expiresAt().get().isAfter(clock.instant())) {
            throw Problem.of(ForexError.EXPIRY_INVALID, "An alert cannot expire in the past.");
        }
        return alerts.add(newId.get(), owner, terms, terms.isRising(now), maxPerOwner)
                .onSuccess(created -> AlertVerticle.publishChange(vertx));
    }

    /** @return or fails with alert_not_found, also for an alert of another owner */
    public Future<Alert> find(String owner, UUID id) {
        return alerts.find(id, owner);
    }

    /** Fails as {@link #find}. */
    public Future<Void> delete(String owner, UUID id) {
        return alerts.delete(id, owner);
    }

    /** Lists an owner's alerts, the newest first. */
    public Future<Page> list(String owner, Optional<UUID> before, int limit) {
        return alerts.list(owner, before, limit + 1).map(found -> {
            boolean isLast = found.size() <= limit;
            var page = isLast ? found : found.subList(0, limit);
            return new Page(
                    page,
                    isLast ? Optional.empty() : Optional.of(page.get(limit - 1).id()));
        });
    }
}
