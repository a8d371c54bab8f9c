package dev.corridor.forex.alert.api.grpc;

import dev.corridor.forex.alert.usecase.AlertRegistration;
import dev.corridor.forex.alert.wire.AlertCursor;
import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.forex.v1.Alert;
import dev.corridor.forex.v1.AlertStatus;
import dev.corridor.forex.v1.CreateAlertRequest;
import dev.corridor.forex.v1.CreateAlertResponse;
import dev.corridor.forex.v1.DeleteAlertRequest;
import dev.corridor.forex.v1.DeleteAlertResponse;
import dev.corridor.forex.v1.Direction;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.GetAlertRequest;
import dev.corridor.forex.v1.GetAlertResponse;
import dev.corridor.forex.v1.ListAlertsRequest;
import dev.corridor.forex.v1.ListAlertsResponse;
import dev.corridor.forex.v1.Side;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestId;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.value.ProtoTime;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;

/** gRPC methods of alerts, a part of forex.v1.ForexService. Belongs to one verticle. */
public final class GrpcAlerts {
    private final AlertRegistration alerts;

    public GrpcAlerts(AlertRegistration alerts) {
        this.alerts = alerts;
    }

    public void mount(GrpcTransport grpc) {
        grpc.unary(ForexServiceGrpcService.CreateAlert, Scope.FOREX_READ, this::createAlert)
                .unary(ForexServiceGrpcService.ListAlerts, Scope.FOREX_READ, this::listAlerts)
                .unary(ForexServiceGrpcService.GetAlert, Scope.FOREX_READ, this::getAlert)
                .unary(ForexServiceGrpcService.DeleteAlert, Scope.FOREX_READ, this::deleteAlert);
    }

    private Future<CreateAlertResponse> createAlert(Caller caller, CreateAlertRequest request) {
        var terms = new dev.corridor.forex.alert.domain.Alert.Terms(
                Pair.parse(request.getPair()),
                side(request.getSide()),
                direction(request.getDirection()),
                dev.corridor.forex.alert.domain.Alert.price(request.getPrice()),
                request.hasExpiresAt()
                        ? Optional.of(
                                RequestTime.fromProto("expires_at", request.getExpiresAt(), ForexError.TIME_INVALID))
                        : Optional.empty());
        return alerts.create(caller.subject(), terms).map(alert -> CreateAlertResponse.newBuilder()
                .setAlert(toProto(alert))
                .build());
    }

    private Future<ListAlertsResponse> listAlerts(Caller caller, ListAlertsRequest request) {
        int limit = AlertRegistration.LIMIT.of(request.getLimit());
        var cursor = AlertCursor.of(caller.subject());
        var before = cursor.before(Optional.of(request.getCursor()).filter(given -> !given.isEmpty()));
        return alerts.list(caller.subject(), before, limit).map(page -> {
            var list = ListAlertsResponse.newBuilder();
            page.alerts().forEach(alert -> list.addAlerts(toProto(alert)));
            page.next().ifPresent(next -> list.setNextCursor(cursor.next(next)));
            return list.build();
        });
    }

    private Future<GetAlertResponse> getAlert(Caller caller, GetAlertRequest request) {
        return alerts.find(caller.subject(), id(request.getAlertId()))
                .map(alert ->
                        GetAlertResponse.newBuilder().setAlert(toProto(alert)).build());
    }

    private Future<DeleteAlertResponse> deleteAlert(Caller caller, DeleteAlertRequest request) {
        return alerts.delete(caller.subject(), id(request.getAlertId()))
                .map(deleted -> DeleteAlertResponse.getDefaultInstance());
    }

    private static UUID id(String text) {
        return RequestId.parse(text, ForexError.ALERT_NOT_FOUND);
    }

    private static PriceSide side(Side side) {
        return switch (side) {
            case SIDE_BID -> PriceSide.BID;
            case SIDE_ASK -> PriceSide.ASK;
            case SIDE_UNSPECIFIED, SIDE_MID -> PriceSide.MID;
            case UNRECOGNIZED -> throw Problem.of(StandardError.INVALID_REQUEST, "side is none of bid, ask and mid.");
        };
    }

    private static dev.corridor.forex.alert.domain.Alert.Direction direction(Direction direction) {
        return switch (direction) {
            case DIRECTION_ABOVE -> dev.corridor.forex.alert.domain.Alert.Direction.ABOVE;
            case DIRECTION_BELOW -> dev.corridor.forex.alert.domain.Alert.Direction.BELOW;
            case DIRECTION_CROSSES -> dev.corridor.forex.alert.domain.Alert.Direction.CROSSES;
            case DIRECTION_UNSPECIFIED, UNRECOGNIZED ->
                throw Problem.of(StandardError.INVALID_REQUEST, "direction is none of above, below and crosses.");
        };
    }

    private static Alert toProto(dev.corridor.forex.alert.domain.Alert alert) {
        var terms = alert.terms();
        var message = Alert.newBuilder()
                .setAlertId(alert.id().toString())
                .setPair(terms.pair().toString())
                .setPrice(terms.price().toPlainString())
                .setSide(Side.valueOf("SIDE_" + terms.side()))
                .setDirection(Direction.valueOf("DIRECTION_" + terms.direction()))
                .setStatus(AlertStatus.valueOf("ALERT_STATUS_" + alert.status()))
                .setCreatedAt(ProtoTime.toProto(alert.createdAt()));
        terms.expiresAt().map(ProtoTime::toProto).ifPresent(message::setExpiresAt);
        alert.trigger().ifPresent(trigger -> message.setTriggeredAt(ProtoTime.toProto(trigger.at()))
                .setTriggeredPrice(trigger.price().toPlainString())
                .setTriggeredSeq(trigger.seq()));
        return message.build();
    }
}
