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
 * A statement as a spreadsheet reads it (RFC 4180, UTF-8): a line an entry, oldest first, between a line with the opening and
 * one with the closing balance. Amounts are signed as the account feels them.
 */
public final class StatementCsv {
    public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private static final String[] HEADER = {
        "booked_at",
        "effective_at",
        "amount",
        "currency",
        "balance",
        "code",
        "reference",
        "counter_account_id",
        "transfer_id",
        "posting_id"
    };

    private StatementCsv() {}

    public static String of(Statement statement) {
        var text = new StringBuilder();
        try (var csv = new CSVPrinter(
                text, CSVFormat.RFC4180.builder().setHeader(HEADER).get())) {
            String currency = statement.opening().currency().getCurrencyCode();
            balance(
                    csv,
                    statement.from().toString(),
                    currency,
                    statement.opening().amount(),
                    "opening_balance");
            for (var line : statement.lines()) {
                line(csv, statement, line);
            }
            balance(
                    csv,
                    statement.to().toString(),
                    currency,
                    statement.closing().amount(),
                    "closing_balance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void balance(CSVPrinter csv, String time, String currency, String balance, String code)
            throws IOException {
        csv.printRecord(time, time, "", currency, balance, code, "", "", "", "");
    }

    private static void line(CSVPrinter csv, Statement statement, Entry line) throws IOException {
        csv.printRecord(
                line.bookedAt(),
                line.effectiveAt(),
                sign(statement, line) + line.amount().amount(),
                line.amount().currency().getCurrencyCode(),
                line.balanceAfter().amount(),
                line.code(),
                SpreadsheetText.harmless(line.reference()),
                line.counterAccountId(),
                line.transferId(),
                line.postingId());
    }

    private static String sign(Statement statement, Entry line) {
        Direction normalSide = statement.account().account().spec().kind().normalSide();
        return line.direction() == normalSide ? "" : "-";
    }
}
