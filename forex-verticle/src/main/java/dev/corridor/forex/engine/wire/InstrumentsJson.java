package dev.corridor.forex.engine.wire;

import dev.corridor.forex.engine.domain.Instrument;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Writes instruments as the JSON of {@code GET /instruments}. */
public final class InstrumentsJson {
    private static final int VOLATILITY_DIGITS = 4;

    private InstrumentsJson() {}

    /** @param day a pair of which a currency does not exist on that day is not tradeable */
    public static JsonObject list(List<Instrument> instruments, LocalDate day) {
        var list = new JsonArray();
        instruments.forEach(instrument -> list.add(new JsonObject()
                .put("pair", instrument.pair().toString())
                .put("base", instrument.pair().base().code())
                .put("quote", instrument.pair().quote().code())
                .put("decimals", instrument.decimals())
                .put("pip", text(instrument.pip()))
                .put("half_spread", text(instrument.halfSpread()))
                .put("volatility", volatility(instrument).orElse(null))
                .put("tradeable", instrument.pair().existsOn(day))
                .put("min_amount", instrument.minimum().amount())));
        return new JsonObject().put("instruments", list);
    }

    static Optional<String> volatility(Instrument instrument) {
        return instrument.volatility().isPresent()
                ? Optional.of(text(BigDecimal.valueOf(instrument.volatility().getAsDouble())
                        .setScale(VOLATILITY_DIGITS, RoundingMode.HALF_EVEN)))
                : Optional.empty();
    }

    private static String text(BigDecimal rate) {
        return rate.toPlainString();
    }
}
