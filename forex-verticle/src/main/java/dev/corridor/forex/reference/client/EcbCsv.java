package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the European Central Bank's eurofxref-hist.csv one publication at a time, newest first. Its methods block: not for an event
 * loop.
 */
public final class EcbCsv implements PublicationReader {
    private static final String DAY = "Date";
    /** The cell of a currency that had no rate on a day. */
    private static final String NO_RATE = "N/A";

    /** Each line of the bank's file ends with a comma, so its last column has no name. */
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setAllowMissingColumnNames(true)
            .get();

    private final CSVParser csv;
    private final Iterator<CSVRecord> days;
    private final Map<String, Currency> currencies = new HashMap<>();

    /** @throws UnreadablePublication */
    public EcbCsv(InputStream in) {
        try {
            csv = FORMAT.parse(new InputStreamReader(in, StandardCharsets.US_ASCII));
            days = csv.iterator();
        } catch (IOException unreadable) {
            throw new UnreadablePublication("it is not CSV", unreadable);
        }
        csv.getHeaderNames().forEach(code -> Currency.find(code).ifPresent(each -> currencies.put(code, each)));
    }

    @Override
    public boolean hasNext() {
        try {
            return days.hasNext();
        } catch (UncheckedIOException unreadable) {
            throw new UnreadablePublication("it is not CSV", unreadable);
        }
    }

    /** @throws UnreadablePublication */
    @Override
    public RatePublication next() {
        var cells = days.next();
        if (!cells.isSet(DAY) || !cells.isConsistent()) {
            throw new UnreadablePublication("line " + cells.getRecordNumber() + " has too few cells", null);
        }
        var asOf = EcbFigures.day(cells.get(DAY));
        Map<Currency, BigDecimal> perEuro = new HashMap<>();
        currencies.forEach((code, currency) -> {
            if (!cells.get(code).equals(NO_RATE)) {
                perEuro.put(currency, EcbFigures.rate(asOf, cells.get(code)));
            }
        });
        return RatePublication.of(asOf, EcbXml.PROVIDER, perEuro);
    }

    @Override
    public void close() {
        try {
            csv.close();
        } catch (IOException unclosed) {
            throw new UnreadablePublication("it cannot be closed", unclosed);
        }
    }
}
