package dev.corridor.edge.usage.api;

import dev.corridor.edge.config.Plan;
import dev.corridor.edge.usage.domain.InvoiceLine;
import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.usecase.UsageReport;
import dev.corridor.kit.value.SpreadsheetText;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** CSV (RFC 4180) of calls and invoice lines. */
final class UsageCsv {
    private UsageCsv() {}

    static String usages(UsageReport.Month month) {
        return file(
                List.of("month", "application_id", "application", "api", "version", "plan", "calls", "monthly_quota"),
                month.usages().stream().map(usage -> row(month, usage)));
    }

    private static List<String> row(UsageReport.Month month, Usage usage) {
        OptionalInt quota = month.plan(usage).map(Plan::monthlyQuota).orElse(OptionalInt.empty());
        return List.of(
                month.month().toString(),
                usage.key().application(),
                name(month, usage.key().application()),
                usage.key().api(),
                usage.key().version(),
                usage.key().plan(),
                Long.toString(usage.calls()),
                quota.isPresent() ? Integer.toString(quota.getAsInt()) : "");
    }

    static String lines(UsageReport.Month month) {
        return file(
                List.of(
                        "month",
                        "application_id",
                        "application",
                        "api",
                        "version",
                        "plan",
                        "item",
                        "quantity",
                        "unit_price",
                        "amount",
                        "currency"),
                month.invoice().lines().stream().map(line -> row(month, line)));
    }

    private static List<String> row(UsageReport.Month month, InvoiceLine line) {
        return List.of(
                month.month().toString(),
                line.application(),
                name(month, line.application()),
                line.api(),
                line.version(),
                line.plan(),
                line.item().name(),
                Long.toString(line.quantity()),
                line.unitPrice().toPlainString(),
                line.amount().toPlainString(),
                line.currency());
    }

    /** People choose the names of applications, and a spreadsheet must not take one for a formula. */
    private static String name(UsageReport.Month month, String application) {
        return SpreadsheetText.escaped(month.names().getOrDefault(application, ""));
    }

    private static String file(List<String> header, Stream<List<String>> rows) {
        return Stream.concat(Stream.of(header), rows)
                .map(row -> row.stream().map(UsageCsv::field).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String field(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
