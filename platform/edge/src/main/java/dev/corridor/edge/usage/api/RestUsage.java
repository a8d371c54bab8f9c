package dev.corridor.edge.usage.api;

import dev.corridor.edge.config.Plan;
import dev.corridor.edge.usage.domain.Invoice;
import dev.corridor.edge.usage.domain.InvoiceLine;
import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.usecase.UsageReport;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.OptionalInt;

/** REST operations about the caller's own calls and what they cost. Belongs to one verticle. */
public final class RestUsage {
    private static final String CSV = "text/csv";

    private final UsageReport report;

    public RestUsage(UsageReport report) {
        this.report = report;
    }

    public void mount(RestTransport rest) {
        rest.operation("readUsage", Scope.APPLICATIONS_READ, this::usage)
                .operation("readInvoice", Scope.APPLICATIONS_READ, this::invoice);
    }

    private Future<Reply> usage(Caller caller, RestRequest request) {
        return month(caller, request)
                .map(month -> request.prefers(CSV) ? csv(UsageCsv.usages(month)) : Reply.ok(usage(month)));
    }

    private Future<Reply> invoice(Caller caller, RestRequest request) {
        return month(caller, request)
                .map(month ->
                        request.prefers(CSV) ? csv(UsageCsv.lines(month)) : Reply.ok(invoice(month, month.invoice())));
    }

    private Future<UsageReport.Month> month(Caller caller, RestRequest request) {
        YearMonth month = request.query("month").map(RestUsage::month).orElseGet(report::currentMonth);
        return report.of(caller.subject(), month, request.query("application_id"));
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeException malformed) {
            throw Problem.of(StandardError.INVALID_REQUEST, "month must be a month such as 2026-12.")
                    .with("field", "month");
        }
    }

    private static Reply csv(String text) {
        return Reply.of(200, CSV + "; charset=utf-8", Buffer.buffer(text));
    }

    private static JsonObject usage(UsageReport.Month month) {
        var list = new JsonArray();
        for (Usage usage : month.usages()) {
            OptionalInt quota = month.plan(usage).map(Plan::monthlyQuota).orElse(OptionalInt.empty());
            var json = new JsonObject()
                    .put("application_id", usage.key().application())
                    .put("application_name", month.names().get(usage.key().application()))
                    .put("api_name", usage.key().api())
                    .put("api_version", usage.key().version())
                    .put("plan", usage.key().plan())
                    .put("calls", usage.calls());
            quota.ifPresent(calls -> json.put("monthly_quota", calls));
            list.add(json);
        }
        return new JsonObject().put("month", month.month().toString()).put("usage", list);
    }

    private static JsonObject invoice(UsageReport.Month month, Invoice invoice) {
        var lines = new JsonArray();
        for (InvoiceLine line : invoice.lines()) {
            lines.add(new JsonObject()
                    .put("application_id", line.application())
                    .put("application_name", month.names().get(line.application()))
                    .put("api_name", line.api())
                    .put("api_version", line.version())
                    .put("plan", line.plan())
                    .put("item", line.item().name())
                    .put("quantity", line.quantity())
                    .put("unit_price", line.unitPrice().toPlainString())
                    .put("amount", line.amount().toPlainString())
                    .put("currency", line.currency()));
        }
        var totals = new JsonArray();
        invoice.totals()
                .forEach((currency, amount) -> totals.add(
                        new JsonObject().put("amount", amount.toPlainString()).put("currency", currency)));
        return new JsonObject()
                .put("month", invoice.month().toString())
                .put("lines", lines)
                .put("totals", totals);
    }
}
