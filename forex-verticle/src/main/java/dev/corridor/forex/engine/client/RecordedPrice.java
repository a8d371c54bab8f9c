package dev.corridor.forex.engine.client;

import dev.corridor.forex.domain.Pair;
import dev.corridor.kit.error.Problem;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/** Line of a recording: {@code 2026-01-05T08:00:00.250Z,USD/EUR,0.937265,0.938203}, with {@code bid <= ask}. */
record RecordedPrice(Instant time, Pair pair, BigDecimal bid, BigDecimal ask) {
    static final String HEADER = "time,pair,bid,ask";
    private static final int FIELDS = 4;
    private static final Pattern PRICE = Pattern.compile("\\d{1,9}(\\.\\d{1,10})?");

    /** @throws MalformedLine */
    static RecordedPrice parse(String line) {
        var fields = line.split(",", -1);
        if (fields.length != FIELDS) {
            throw new MalformedLine("it has " + fields.length + " fields; a line is " + HEADER);
        }
        var price =
                new RecordedPrice(time(fields[0]), pair(fields[1]), price("bid", fields[2]), price("ask", fields[3]));
        if (price.bid.compareTo(price.ask) > 0) {
            throw new MalformedLine("its bid is above its ask");
        }
        return price;
    }

    int decimals() {
        return Math.max(bid.scale(), ask.scale());
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new MalformedLine("its time is not written like 2026-01-05T08:00:00.250Z");
        }
    }

    private static Pair pair(String text) {
        try {
            return Pair.parse(text);
        } catch (Problem unknown) {
            throw new MalformedLine("its pair is not two different currencies, written USD/EUR");
        }
    }

    private static BigDecimal price(String side, String text) {
        if (!PRICE.matcher(text).matches()) {
            throw new MalformedLine("its " + side + " is not a plain decimal such as 0.937265");
        }
        var price = new BigDecimal(text);
        if (price.signum() == 0) {
            throw new MalformedLine("its " + side + " is zero");
        }
        return price;
    }

    /** Signals that a line is not one of a recording; the message says why. */
    static final class MalformedLine extends RuntimeException {
        MalformedLine(String why) {
            super(why);
        }
    }
}
