package dev.corridor.forex.candle.domain;

import java.math.BigDecimal;

/** First, highest, lowest and last price of an interval. */
public record Ohlc(BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal close) {

    static Ohlc flat(BigDecimal price) {
        return new Ohlc(price, price, price, price);
    }

    Ohlc plus(BigDecimal price) {
        return new Ohlc(open, high.max(price), low.min(price), price);
    }

    Ohlc plus(Ohlc later) {
        return new Ohlc(open, high.max(later.high), low.min(later.low), later.close);
    }
}
