package dev.corridor.forex.engine.api.rest;

import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.wire.InstrumentsJson;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/** REST operations on instruments; their contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestInstruments {
    private final Supplier<List<Instrument>> instruments;
    /** The instruments of {@link #reply}, which is encoded once for each list. */
    private List<Instrument> encoded = List.of();

    private Reply reply = Reply.ok(InstrumentsJson.list(encoded));

    /** @param instruments returns the same list until the instruments change */
    public RestInstruments(Supplier<List<Instrument>> instruments) {
        this.instruments = instruments;
    }

    public void mount(RestTransport rest) {
        rest.operation("listInstruments", Scope.FOREX_READ, this::listInstruments);
    }

    private Future<Reply> listInstruments(Caller caller, RestRequest request) {
        if (instruments.get() != encoded) {
            encoded = instruments.get();
            reply = Reply.ok(InstrumentsJson.list(encoded));
        }
        return Future.succeededFuture(reply);
    }
}
