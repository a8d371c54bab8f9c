package dev.corridor.edge.usage.api;

import dev.corridor.edge.usage.domain.CallSeries;
import dev.corridor.edge.usage.domain.Resolution;
import dev.corridor.edge.usage.store.CallStatisticsTable;
import dev.corridor.edge.usage.store.CallStatisticsTable.Grouping;
import dev.corridor.edge.usage.store.CallStatisticsTable.Query;
import dev.corridor.edge.usage.store.OwnedApplications;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * REST operation about calls over time. An operator (scope {@code metrics:read}) sees all calls, anybody else those of their own
 * applications. Belongs to one verticle.
 */
public final class RestAnalytics {
    private static final Duration SPAN = Duration.ofHours(3);
    private static final int POINTS_MAX = 400;

    private final CallStatisticsTable table;
    private final OwnedApplications applications;
    private final Clock clock;

    public RestAnalytics(CallStatisticsTable table, OwnedApplications applications, Clock clock) {
        this.table = table;
        this.applications = applications;
        this.clock = clock;
    }

    public void mount(RestTransport rest) {
        rest.operation("readAnalytics", this::read);
    }

    private Future<Reply> read(Caller caller, RestRequest request) {
        boolean isOperator = caller.has(Scope.METRICS_READ);
        if (!isOperator) {
            caller.require(Scope.APPLICATIONS_READ);
        }
        Instant to = time(request, "to").orElseGet(clock::instant);
        Instant from = time(request, "from").orElse(to.minus(SPAN));
        if (!from.isBefore(to)) {
            throw Problem.of(StandardError.INVALID_REQUEST, "from must be before to.")
                    .with("field", "from");
        }
        var names = isOperator ? applications.allNames() : applications.namesOf(caller.subject());
        return names.compose(known -> {
            Optional<String> one = request.query("application_id");
            Optional<List<String>> ids = one.map(List::of)
                    .or(() -> isOperator ? Optional.empty() : Optional.of(List.copyOf(known.keySet())));
            List<String> visible = isOperator
                    ? ids.orElse(List.of())
                    : ids.orElse(List.of()).stream().filter(known::containsKey).toList();
            var query = query(request, from, to, isOperator && ids.isEmpty() ? Optional.empty() : Optional.of(visible));
            return table.read(query).map(series -> Reply.ok(json(query, series, known)));
        });
    }

    private static Query query(RestRequest request, Instant from, Instant to, Optional<List<String>> applications) {
        Resolution resolution = Resolution.of(Duration.between(from, to), POINTS_MAX);
        return new Query(
                resolution,
                resolution.startOf(from),
                to,
                request.query("api_name"),
                request.query("api_version"),
                applications,
                request.query("group_by").map(Grouping::valueOf).orElse(Grouping.API));
    }

    private static Optional<Instant> time(RestRequest request, String parameter) {
        return request.query(parameter).map(text -> RequestTime.parse(parameter, text));
    }

    private static JsonObject json(Query query, List<CallSeries> series, Map<String, String> names) {
        var list = new JsonArray();
        for (CallSeries each : series) {
            var points = new JsonArray();
            each.points().forEach((at, point) -> points.add(json(point).put("starts_at", at.toString())));
            list.add(new JsonObject()
                    .put("name", name(query, each.name(), names))
                    .put("total", json(each.total()))
                    .put("points", points));
        }
        return new JsonObject()
                .put("resolution", query.resolution().name())
                .put("from", query.from().toString())
                .put("to", query.to().toString())
                .put("group_by", query.grouping().name())
                .put("series", list);
    }

    private static String name(Query query, String group, Map<String, String> names) {
        if (query.grouping() != Grouping.APPLICATION) {
            return group.strip();
        }
        return group.isEmpty() ? "no application" : names.getOrDefault(group, group);
    }

    private static JsonObject json(CallSeries.Point point) {
        return new JsonObject()
                .put("calls", point.calls())
                .put("client_errors", point.clientErrors())
                .put("server_errors", point.serverErrors())
                .put(
                        "latency_ms",
                        new JsonObject()
                                .put("mean", rounded(point.meanMs()))
                                .put("p50", rounded(point.quantileMs(0.5)))
                                .put("p95", rounded(point.quantileMs(0.95)))
                                .put("p99", rounded(point.quantileMs(0.99))));
    }

    private static double rounded(double milliseconds) {
        return Math.round(milliseconds * 1_000) / 1_000.0;
    }
}
