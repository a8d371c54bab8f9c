package dev.corridor.forex.engine.api.rest;

import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Supplier;

/** The REST door to what can be traded; its contract is openapi/forex.yaml. */
public final class RestInstruments {
    private static final int VOLATILITY_DIGITS = 4;

    private final Supplier<List<Instrument>> instruments;
    private List<Instrument> written = List.of();
    private Reply reply = reply(written);

    /** @param instruments as of now: the same list until there are others */
    public RestInstruments(Supplier<List<Instrument>> instruments) {
        this.instruments = instruments;
    }

    public void mount(RestTransport rest) {
        rest.operation("listInstruments", Scope.FOREX_READ, this::listInstruments);
    }

    private Future<Reply> listInstruments(Caller caller, RestRequest request) {
        if (instruments.get() != written) {
            written = instruments.get();
            reply = reply(written);
        }
        return Future.succeededFuture(reply);
    }

    private static Reply reply(List<Instrument> instruments) {
        var list = new JsonArray();
        instruments.forEach(instrument -> list.add(new JsonObject()
                .put("pair", instrument.pair().toString())
                .put("base", instrument.pair().base().getCurrencyCode())
                .put("quote", instrument.pair().quote().getCurrencyCode())
                .put("decimals", instrument.decimals())
                .put("pip", text(instrument.pip()))
                .put("half_spread", text(instrument.halfSpread()))
                .put("volatility", volatility(instrument))
                .put("tradeable", true)
                .put("min_amount", instrument.minimum().amount())));
        return Reply.ok(new JsonObject().put("instruments", list));
    }

    private static String volatility(Instrument instrument) {
        return instrument.volatility().isPresent()
                ? text(BigDecimal.valueOf(instrument.volatility().getAsDouble())
                        .setScale(VOLATILITY_DIGITS, RoundingMode.HALF_EVEN))
                : null;
    }

    private static String text(BigDecimal rate) {
        return rate.toPlainString();
    }
}
