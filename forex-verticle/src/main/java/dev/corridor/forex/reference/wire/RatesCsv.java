package dev.corridor.forex.reference.wire;

import dev.corridor.forex.reference.domain.DatedRates;
import dev.corridor.forex.reference.domain.RateProvenance;
import dev.corridor.forex.reference.domain.RateSeries;
import dev.corridor.forex.reference.domain.Staleness;
import dev.corridor.kit.value.Currency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes reference rates as CSV (RFC 4180, UTF-8): one line per rate, each with its provenance. */
public final class RatesCsv {
    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader("date", "base", "symbol", "rate", "as_of", "provider", "stale", "stale_reason", "next_due")
            .get();

    private RatesCsv() {}

    public static String of(DatedRates dated, Currency base, Collection<Currency> symbols) {
        return write(csv -> lines(csv, dated.date(), base, dated.rates().rates(base, symbols), dated.provenance()));
    }

    public static String of(RateSeries series) {
        return write(csv -> {
            for (var point : series.points()) {
                lines(csv, point.date(), series.request().base(), point.rates(), point.provenance());
            }
        });
    }

    private interface Lines {
        void print(CSVPrinter csv) throws IOException;
    }

    private static String write(Lines lines) {
        var text = new StringBuilder();
        try (var csv = new CSVPrinter(text, FORMAT)) {
            lines.print(csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void lines(
            CSVPrinter csv, LocalDate date, Currency base, Map<Currency, BigDecimal> rates, RateProvenance provenance)
            throws IOException {
        for (var rate : rates.entrySet()) {
            csv.printRecord(
                    date,
                    base.code(),
                    rate.getKey().code(),
                    rate.getValue().toPlainString(),
                    provenance.asOf(),
                    provenance.provider(),
                    provenance.stale(),
                    provenance.staleness().map(Staleness::code).orElse(""),
                    provenance.nextDue());
        }
    }
}
