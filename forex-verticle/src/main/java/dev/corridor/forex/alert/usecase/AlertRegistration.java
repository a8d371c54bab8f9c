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

/** Takes what somebody wants to be told of, the same at every door. Belongs to one verticle. */
public final class AlertRegistration {
    public static final PageLimit LIMIT = new PageLimit(50, 100);

    private final Vertx vertx;
    private final AlertTable alerts;
    private final LiveRates live;
    private final Supplier<UUID> newId;
    private final int mostOfOne;
    private final Clock clock;

    /** @param mostOfOne active ones of one owner */
    public AlertRegistration(
            Vertx vertx, AlertTable alerts, LiveRates live, Supplier<UUID> newId, int mostOfOne, Clock clock) {
        this.vertx = vertx;
        this.alerts = alerts;
        this.live = live;
        this.newId = newId;
        this.mostOfOne = mostOfOne;
        this.clock = clock;
    }

    /** @param next where the next page begins; empty at the end */
    public record Page(List<Alert> alerts, Optional<UUID> next) {}

    /** @return or fails with unknown_pair, expiry_invalid, too_many_alerts, rate_unavailable */
    public Future<Alert> make(String owner, Alert.Terms terms) {
        var now = live.price(terms.pair());
        if (terms.expiresAt().isPresent() && !terms.expiresAt().get().isAfter(clock.instant())) {
            throw Problem.of(ForexError.EXPIRY_INVALID, "An alert cannot expire in the past.");
        }
        return alerts.add(newId.get(), owner, terms, terms.isRising(now), mostOfOne)
                .onSuccess(made -> AlertVerticle.tellChanged(vertx));
    }

    /** @return or fails with alert_not_found, also when it is somebody else's */
    public Future<Alert> find(String owner, UUID id) {
        return alerts.find(id, owner);
    }

    /** As {@link #find}. */
    public Future<Void> remove(String owner, UUID id) {
        return alerts.remove(id, owner);
    }

    /** The newest first. */
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
