package dev.corridor.forex.engine.api.grpc;

import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.wire.InstrumentMessages;
import dev.corridor.forex.v1.ForexServiceGrpcService;
import dev.corridor.forex.v1.ListInstrumentsRequest;
import dev.corridor.forex.v1.ListInstrumentsResponse;
import dev.corridor.kit.grpc.GrpcTransport;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.value.Currency;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/** gRPC method that lists the pairs with live prices. Belongs to one verticle. */
public final class GrpcInstruments {
    private final Supplier<List<Instrument>> instruments;
    private final Clock clock;

    public GrpcInstruments(Supplier<List<Instrument>> instruments, Clock clock) {
        this.instruments = instruments;
        this.clock = clock;
    }

    public void mount(GrpcTransport grpc) {
        grpc.unary(ForexServiceGrpcService.ListInstruments, Scope.FOREX_READ, this::list);
    }

    private Future<ListInstrumentsResponse> list(Caller caller, ListInstrumentsRequest request) {
        return Future.succeededFuture(InstrumentMessages.list(instruments.get(), Currency.dayOf(clock.instant())));
    }
}
