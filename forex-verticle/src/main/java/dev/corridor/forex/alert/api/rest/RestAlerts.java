package dev.corridor.forex.alert.api.rest;

import dev.corridor.forex.alert.domain.Alert;
import dev.corridor.forex.alert.usecase.AlertRegistration;
import dev.corridor.forex.alert.wire.AlertCursor;
import dev.corridor.forex.alert.wire.AlertsJson;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/** REST operations of alerts; their contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestAlerts {
    private final AlertRegistration alerts;

    public RestAlerts(AlertRegistration alerts) {
        this.alerts = alerts;
    }

    public void mount(RestTransport rest) {
        rest.operation("createAlert", Scope.FOREX_READ, this::createAlert)
                .operation("listAlerts", Scope.FOREX_READ, this::listAlerts)
                .operation("getAlert", Scope.FOREX_READ, this::getAlert)
                .operation("deleteAlert", Scope.FOREX_READ, this::deleteAlert);
    }

    private Future<Reply> createAlert(Caller caller, RestRequest request) {
        var terms = new Alert.Terms(
                Pair.parse(request.text("pair").orElse("")),
                request.text("side").map(PriceSide::parse).orElse(PriceSide.MID),
                Alert.Direction.parse(request.text("direction").orElse("")),
                Alert.price(request.text("price").orElse("")),
                request.text("expires_at").map(time -> RequestTime.parse("expires_at", time, ForexError.TIME_INVALID)));
        return alerts.create(caller.subject(), terms)
                .map(alert -> Reply.created("/alerts/" + alert.id(), AlertsJson.of(alert)));
    }

    private Future<Reply> listAlerts(Caller caller, RestRequest request) {
        var cursor = AlertCursor.of(caller.subject());
        var before = cursor.before(request.query("cursor"));
        return alerts.list(caller.subject(), before, AlertRegistration.LIMIT.of(request.query("limit")))
                .map(page -> {
                    var list = new JsonArray();
                    page.alerts().forEach(alert -> list.add(AlertsJson.of(alert)));
                    var json = new JsonObject().put("alerts", list);
                    page.next().ifPresent(next -> json.put("next_cursor", cursor.next(next)));
                    return Reply.ok(json);
                });
    }

    private Future<Reply> getAlert(Caller caller, RestRequest request) {
        return alerts.find(caller.subject(), id(request)).map(alert -> Reply.ok(AlertsJson.of(alert)));
    }

    private Future<Reply> deleteAlert(Caller caller, RestRequest request) {
        return alerts.delete(caller.subject(), id(request)).map(deleted -> Reply.noContent());
    }

    private static UUID id(RestRequest request) {
        return RequestId.parse(request.path("id"), ForexError.ALERT_NOT_FOUND);
    }
}
