package dev.corridor.forex.candle.domain;

import java.math.BigDecimal;

/** What a price did in a while: where it stood at first and at last, and how far it went. */
public record Ohlc(BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {

    static Ohlc flat(BigDecimal price) {
        return new Ohlc(price, price, price, price);
    }

    Ohlc then(BigDecimal price) {
        return new Ohlc(open, high.max(price), low.min(price), price);
    }

    Ohlc then(Ohlc later) {
        return new Ohlc(open, high.max(later.high), low.min(later.low), later.close);
    }
}
