package dev.corridor.ledger.wire;

import dev.corridor.kit.value.SpreadsheetText;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.Statement;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes a statement as CSV (RFC 4180, UTF-8): a line with the opening balance, a line for each entry, oldest first,
 * and a line with the closing balance. Amounts are positive on the account's normal side.
 */
public final class StatementCsv {
    public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    static final String DATE = "effective_at";
    static final String AMOUNT = "amount";
    static final String CODE = "code";
    static final String REFERENCE = "reference";
    static final String OPENING_BALANCE = "opening_balance";
    static final String CLOSING_BALANCE = "closing_balance";

    private static final String[] HEADER = {
        "booked_at",
        DATE,
        AMOUNT,
        "currency",
        "balance",
        CODE,
        REFERENCE,
        "counter_account_id",
        "transfer_id",
        "posting_id"
    };

    private StatementCsv() {}

    public static String of(Statement statement) {
        var text = new StringBuilder();
        try (var csv = new CSVPrinter(
                text, CSVFormat.RFC4180.builder().setHeader(HEADER).get())) {
            String currency = statement.opening().currency().code();
            balance(
                    csv,
                    statement.from().toString(),
                    currency,
                    statement.opening().amount(),
                    OPENING_BALANCE);
            for (var entry : statement.entries()) {
                entry(csv, statement, entry);
            }
            balance(
                    csv,
                    statement.to().toString(),
                    currency,
                    statement.closing().amount(),
                    CLOSING_BALANCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void balance(CSVPrinter csv, String time, String currency, String balance, String code)
            throws IOException {
        csv.printRecord(time, time, "", currency, balance, code, "", "", "", "");
    }

    private static void entry(CSVPrinter csv, Statement statement, Entry entry) throws IOException {
        csv.printRecord(
                entry.bookedAt(),
                entry.effectiveAt(),
                sign(statement, entry) + entry.amount().amount(),
                entry.amount().currency().code(),
                entry.balanceAfter().amount(),
                entry.code(),
                SpreadsheetText.escaped(entry.reference()),
                entry.counterAccountId(),
                entry.transferId(),
                entry.postingId());
    }

    private static String sign(Statement statement, Entry entry) {
        Direction normalSide = statement.account().account().spec().kind().normalSide();
        return entry.direction() == normalSide ? "" : "-";
    }
}
