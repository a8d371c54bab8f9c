package dev.corridor.forex.engine.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.quote.domain.Pricing;
import dev.corridor.forex.reference.domain.Publications;
import dev.corridor.kit.value.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstrumentTest {
    private final List<Instrument> instruments = new TickEngine(Publications.february(), 1).instruments();

    @ParameterizedTest
    @CsvSource({"USD/EUR, 0.02", "EUR/USD, 0.02", "EUR/KRW, 0.01", "KRW/EUR, 16", "IDR/USD, 168.97"})
    void the_minimum_buys_a_minor_unit_at_nine_tenths_of_the_reference(String pair, String minimum) {
        assertThat(instruments)
                .filteredOn(instrument -> instrument.pair().equals(Pair.parse(pair)))
                .extracting(instrument -> instrument.minimum().amount())
                .containsExactly(minimum);
    }

    @Property(tries = 20)
    void the_minimum_can_be_traded_at_every_live_price(
            @ForAll int seed, @ForAll @IntRange(min = 1, max = 50) int steps) {
        var engine = new TickEngine(Publications.february(), seed);
        var market = engine.opening();
        var ticks = new ArrayList<Tick>();
        for (int i = 0; i < steps; i++) {
            var step = engine.next(market, Instant.EPOCH);
            market = step.market();
            ticks.addAll(step.ticks());
        }
        var byPair = engine.instruments().stream().collect(Collectors.toMap(Instrument::pair, Function.identity()));

        for (var tick : ticks) {
            assertThat(Pricing.fixedSource(byPair.get(tick.pair()).minimum(), tick)
                            .target()
                            .isPositive())
                    .isTrue();
        }
    }

    @Test
    void the_minimum_can_be_traded_at_the_lowest_price_there_can_be() {
        for (var instrument : instruments) {
            var reference = Publications.february()
                    .rate(instrument.pair().base(), instrument.pair().quote());
            var lowest = reference.multiply(new BigDecimal("0.9005"));
            var tick = new Tick(instrument.pair(), lowest, lowest, lowest, Instant.EPOCH, 1);

            Money target = Pricing.fixedSource(instrument.minimum(), tick).target();

            assertThat(target.isPositive()).as("%s", instrument).isTrue();
        }
    }
}
