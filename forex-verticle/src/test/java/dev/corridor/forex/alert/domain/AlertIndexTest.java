package dev.corridor.forex.alert.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.domain.ForexError;
import dev.corridor.forex.domain.Pair;
import dev.corridor.forex.engine.domain.PriceSide;
import dev.corridor.forex.engine.domain.Tick;
import dev.corridor.kit.error.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlertIndexTest {
    private static final Pair USD_EUR = Pair.parse("USD/EUR");

    private final AlertIndex index = new AlertIndex();

    @ParameterizedTest
    @CsvSource({
        // side, direction, price, first price, triggering price, other price
        "MID, ABOVE,   1.20, 1.10, 1.20, 1.19",
        "MID, ABOVE,   1.20, 1.30, 1.25, 1.19",
        "MID, BELOW,   1.20, 1.30, 1.20, 1.21",
        "MID, CROSSES, 1.20, 1.10, 1.20, 1.19",
        "MID, CROSSES, 1.20, 1.30, 1.20, 1.21",
        "BID, ABOVE,   1.20, 1.10, 1.30, 1.29",
        "ASK, BELOW,   1.20, 1.30, 1.10, 1.11",
    })
    void the_first_tick_at_the_price_or_beyond_it_triggers(
            PriceSide side, Alert.Direction direction, String price, String now, String reaching, String tooShort) {
        var alert = alert(side, direction, price, now);
        index.add(alert);

        assertThat(index.take(tick(tooShort))).isEmpty();
        assertThat(index.take(tick(reaching))).extracting(AlertIndex.Hit::alert).containsExactly(alert);
        assertThat(index.take(tick(reaching))).isEmpty();
        assertThat(index.size()).isZero();
    }

    @Test
    void a_price_jump_triggers_every_alert_that_it_passes_and_no_other() {
        var low = alert(PriceSide.MID, Alert.Direction.ABOVE, "1.10", "1.00");
        var high = alert(PriceSide.MID, Alert.Direction.ABOVE, "1.20", "1.00");
        var higher = alert(PriceSide.MID, Alert.Direction.ABOVE, "1.30", "1.00");
        index.add(high);
        index.add(higher);
        index.add(low);

        assertThat(index.take(tick("1.25"))).extracting(AlertIndex.Hit::alert).containsExactly(low, high);
        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void another_pair_triggers_nothing() {
        index.add(alert(PriceSide.MID, Alert.Direction.ABOVE, "1.10", "1.00"));

        var other = tick("9.99");

        assertThat(index.take(new Tick(
                        Pair.parse("EUR/USD"), other.bid(), other.ask(), other.mid(), other.time(), other.seq())))
                .isEmpty();
    }

    @Test
    void the_same_alert_is_indexed_once() {
        var alert = alert(PriceSide.MID, Alert.Direction.ABOVE, "1.10", "1.00");

        assertThat(index.add(alert)).isTrue();
        assertThat(index.add(alert)).isFalse();
        assertThat(index.take(tick("1.10"))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1e5", "NaN", "1.12345678901", "123456789012345678901", "+1", " 1", "0.0"})
    void an_invalid_price_is_refused(String text) {
        assertThatThrownBy(() -> Alert.price(text))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ForexError.PRICE_INVALID));
    }

    private static Alert alert(PriceSide side, Alert.Direction direction, String price, String now) {
        var terms = new Alert.Terms(USD_EUR, side, direction, new BigDecimal(price), Optional.empty());
        return new Alert(
                UUID.randomUUID(), "ada", terms, terms.isRising(tick(now)), Instant.EPOCH, false, Optional.empty());
    }

    /** Makes a tick whose bid and ask are 0.1 from mid. */
    private static Tick tick(String mid) {
        var price = new BigDecimal(mid);
        var half = new BigDecimal("0.1");
        return new Tick(USD_EUR, price.subtract(half), price.add(half), price, Instant.EPOCH, 1);
    }
}
