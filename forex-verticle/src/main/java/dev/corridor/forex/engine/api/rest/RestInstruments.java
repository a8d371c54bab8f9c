package dev.corridor.forex.engine.api.rest;

import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.engine.wire.InstrumentsJson;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Currency;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;

/** REST operations on instruments; their contract is openapi/forex.yaml. Belongs to one verticle. */
public final class RestInstruments {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Supplier<List<Instrument>> instruments;
    private final Clock clock;
    /** The instruments of {@link #reply}, which is encoded once for each list and day. */
    private List<Instrument> encoded;

    private LocalDate encodedOn;
    private Reply reply;

    /** @param instruments returns the same list until the instruments change */
    public RestInstruments(Supplier<List<Instrument>> instruments, Clock clock) {
        this.instruments = instruments;
        this.clock = clock;
    }

    public void mount(RestTransport rest) {
        rest.publicOperation("listInstruments", this::listInstruments);
    }

    private Future<Reply> listInstruments(Caller caller, RestRequest request) {
        var today = Currency.dayOf(clock.instant());
        if (instruments.get() != encoded || !today.equals(encodedOn)) {
            encoded = instruments.get();
            encodedOn = today;
            reply = Reply.ok(InstrumentsJson.list(encoded, today)).publicFor(FRESH);
        }
        return Future.succeededFuture(reply);
    }
}
