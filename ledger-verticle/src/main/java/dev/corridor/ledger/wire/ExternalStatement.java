package dev.corridor.ledger.wire;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.SpreadsheetText;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.statement.ExternalLine;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** Parses a statement that another institution has made of an account. Too slow for an event loop. */
public final class ExternalStatement {
    private static final int LINES_MAX = 10_000;
    private static final int DATE_CHARACTERS = 10;

    private ExternalStatement() {}

    /**
     * Parses CSV. The header has date (2026-03-01; a time after it is ignored), amount (signed) and optionally
     * reference, in any order; or it is that of {@link StatementCsv}, whose lines with balances are no entries.
     *
     * @throws Problem statement_invalid, with the line number; amount_invalid
     */
    public static List<ExternalLine> ofCsv(String text, Currency currency) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .setTrim(true)
                .get();
        try (var records = format.parse(new StringReader(text))) {
            var columns = CsvColumns.of(records.getHeaderNames());
            var lines = new ArrayList<ExternalLine>();
            for (var each : records) {
                if (!columns.isBalance(each)) {
                    lines.add(line(each, columns, records.getRecordNumber(), currency));
                    requireAtMostLinesMax(lines);
                }
            }
            return lines;
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException malformed) {
            throw invalid("The CSV cannot be read.");
        }
    }

    private static ExternalLine line(CSVRecord row, CsvColumns columns, long number, Currency currency) {
        int line = Math.toIntExact(number);
        if (!row.isConsistent()) {
            throw invalid("Line " + line + " does not have as many fields as the header.");
        }
        return new ExternalLine(
                line,
                date(row.get(columns.date()), line),
                Money.parse(row.get(StatementCsv.AMOUNT), currency.code()),
                columns.reference(row));
    }

    /**
     * Columns of a CSV statement.
     *
     * @param isOwn whether it is an export of this ledger
     */
    private record CsvColumns(String date, boolean hasReference, boolean isOwn) {
        private static final String DATE = "date";

        static CsvColumns of(List<String> header) {
            boolean isOwn = !header.contains(DATE) && header.containsAll(List.of(StatementCsv.DATE, StatementCsv.CODE));
            String date = isOwn ? StatementCsv.DATE : DATE;
            if (!header.containsAll(List.of(date, StatementCsv.AMOUNT))) {
                throw invalid("The header must name the columns date and amount.");
            }
            return new CsvColumns(date, header.contains(StatementCsv.REFERENCE), isOwn);
        }

        boolean isBalance(CSVRecord row) {
            return isOwn
                    && row.isConsistent()
                    && row.get(StatementCsv.AMOUNT).isEmpty()
                    && List.of(StatementCsv.OPENING_BALANCE, StatementCsv.CLOSING_BALANCE)
                            .contains(row.get(StatementCsv.CODE));
        }

        String reference(CSVRecord row) {
            String reference = hasReference ? row.get(StatementCsv.REFERENCE) : "";
            return isOwn ? SpreadsheetText.unescaped(reference) : reference;
        }
    }

    /**
     * Parses the entries of an ISO 20022 camt.053 of any version.
     *
     * @throws Problem statement_invalid; amount_invalid; currency_mismatch when an entry is in another currency
     */
    public static List<ExternalLine> ofCamt053(String text, Currency currency) {
        try {
            var xml = secureFactory().createXMLStreamReader(new StringReader(text));
            var lines = new ArrayList<ExternalLine>();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT
                        && xml.getLocalName().equals("Ntry")) {
                    lines.add(new CamtEntry(xml, currency).read(lines.size() + 1));
                    requireAtMostLinesMax(lines);
                }
            }
            return lines;
        } catch (XMLStreamException malformed) {
            throw invalid("The XML cannot be read.");
        }
    }

    /** Disables external entities and entity expansion (OWASP, XXE). */
    private static XMLInputFactory secureFactory() {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Parser of one entry. The reader is at the start of the entry's element. */
    private record CamtEntry(XMLStreamReader xml, Currency currency) {
        ExternalLine read(int number) throws XMLStreamException {
            long amountMinor = 0;
            boolean isDebit = false;
            LocalDate date = null;
            String reference = "";
            String parent = "";
            for (int depth = 1; depth > 0; ) {
                int event = xml.next();
                if (event == XMLStreamReader.END_ELEMENT) {
                    depth--;
                } else if (event == XMLStreamReader.START_ELEMENT) {
                    depth++;
                    String name = xml.getLocalName();
                    if (depth == 2) {
                        parent = name;
                    }
                    switch (depth == 2 ? name : parent + "/" + name) {
                        case "Amt" -> {
                            amountMinor = amount();
                            depth--;
                        }
                        case "CdtDbtInd" -> {
                            isDebit = xml.getElementText().strip().equals("DBIT");
                            depth--;
                        }
                        case "BookgDt/Dt", "BookgDt/DtTm" -> {
                            date = date(xml.getElementText(), number);
                            depth--;
                        }
                        case "NtryDtls/Ustrd" -> {
                            reference = xml.getElementText().strip();
                            depth--;
                        }
                        default -> {
                            // Other elements are not compared.
                        }
                    }
                }
            }
            if (date == null) {
                throw invalid("Entry " + number + " has no booking date.");
            }
            return new ExternalLine(number, date, new Money(isDebit ? -amountMinor : amountMinor, currency), reference);
        }

        private long amount() throws XMLStreamException {
            String stated = xml.getAttributeValue(null, "Ccy");
            if (!currency.code().equals(stated)) {
                throw Problem.of(
                        LedgerError.CURRENCY_MISMATCH,
                        "An entry is not in the account's currency " + currency.code() + ".");
            }
            return Money.parse(xml.getElementText().strip(), stated).minorUnits();
        }
    }

    private static LocalDate date(String text, int number) {
        String date = text.strip();
        try {
            return LocalDate.parse(date.length() > DATE_CHARACTERS ? date.substring(0, DATE_CHARACTERS) : date);
        } catch (DateTimeParseException malformed) {
            throw invalid("The date of line " + number + " is not a date such as 2026-03-01.");
        }
    }

    private static void requireAtMostLinesMax(List<ExternalLine> lines) {
        if (lines.size() > LINES_MAX) {
            throw invalid("A statement has at most " + LINES_MAX + " lines; send it in parts.");
        }
    }

    private static Problem invalid(String detail) {
        return Problem.of(LedgerError.STATEMENT_INVALID, detail);
    }
}
