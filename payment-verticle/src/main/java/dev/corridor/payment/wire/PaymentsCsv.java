package dev.corridor.payment.wire;

import dev.corridor.kit.value.Money;
import dev.corridor.kit.value.SpreadsheetText;
import dev.corridor.payment.domain.Payment;
import dev.corridor.payment.domain.PaymentError;
import dev.corridor.payment.domain.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** CSV of payments (RFC 4180, UTF-8), one line for each. */
public final class PaymentsCsv {
    public static final String MEDIA_TYPE = "text/csv; charset=utf-8";

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader(
                    "id",
                    "created_at",
                    "kind",
                    "status",
                    "payer",
                    "payee",
                    "source_amount",
                    "source_currency",
                    "target_amount",
                    "target_currency",
                    "rate",
                    "captured",
                    "refunded",
                    "reference",
                    "failure_code")
            .get();

    private PaymentsCsv() {}

    public static String of(List<Payment> payments) {
        var text = new StringBuilder();
        try (var csv = new CSVPrinter(text, FORMAT)) {
            for (var payment : payments) {
                print(csv, payment);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void print(CSVPrinter csv, Payment payment) throws IOException {
        var source = payment.plan().map(Plan::source);
        var target = payment.plan().map(Plan::target).or(payment::fixedTarget);
        csv.printRecord(
                payment.id(),
                payment.timestamps().created(),
                payment.request().kind(),
                payment.status(),
                payment.request().payer(),
                payment.payee().orElse(""),
                amount(source),
                currency(source),
                amount(target),
                currency(target),
                payment.plan().map(plan -> plan.rate().toPlainString()).orElse(""),
                payment.captured().amount(),
                payment.refunded().amount(),
                SpreadsheetText.escaped(payment.request().reference()),
                payment.failure().map(PaymentError::code).orElse(""));
    }

    private static String amount(Optional<Money> money) {
        return money.map(Money::amount).orElse("");
    }

    private static String currency(Optional<Money> money) {
        return money.map(each -> each.currency().code()).orElse("");
    }
}
