package dev.corridor.forex.engine.wire;

import dev.corridor.forex.engine.domain.Instrument;
import dev.corridor.forex.v1.ListInstrumentsResponse;
import dev.corridor.kit.value.ProtoMoney;
import java.time.LocalDate;
import java.util.List;

/** Maps instruments to the messages of forex.proto. */
public final class InstrumentMessages {
    private InstrumentMessages() {}

    public static ListInstrumentsResponse list(List<Instrument> instruments, LocalDate day) {
        return ListInstrumentsResponse.newBuilder()
                .addAllInstruments(instruments.stream()
                        .map(instrument -> of(instrument, day))
                        .toList())
                .build();
    }

    private static dev.corridor.forex.v1.Instrument of(Instrument instrument, LocalDate day) {
        var message = dev.corridor.forex.v1.Instrument.newBuilder()
                .setPair(instrument.pair().toString())
                .setBase(instrument.pair().base().code())
                .setQuote(instrument.pair().quote().code())
                .setDecimals(instrument.decimals())
                .setPip(instrument.pip().toPlainString())
                .setHalfSpread(instrument.halfSpread().toPlainString())
                .setTradeable(instrument.pair().existsOn(day))
                .setMinAmount(ProtoMoney.toProto(instrument.minimum()));
        InstrumentsJson.volatility(instrument).ifPresent(message::setVolatility);
        return message.build();
    }
}
