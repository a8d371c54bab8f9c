package dev.corridor.payment.api.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Currency;
import dev.corridor.kit.value.Money;
import dev.corridor.payment.domain.PaymentStatus;
import dev.corridor.payment.domain.Refund;
import dev.corridor.payment.domain.query.PaymentFilter;
import dev.corridor.payment.domain.query.PaymentPage;
import dev.corridor.payment.usecase.PaymentQueries;
import dev.corridor.payment.wire.PaymentJson;
import dev.corridor.payment.wire.PaymentsCsv;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** REST operations that read payments, as openapi/payment.yaml describes them. */
public final class RestPaymentQueries {
    private static final Set<String> EXPANDABLE = Set.of("refunds", "timeline");

    private final PaymentQueries queries;

    public RestPaymentQueries(PaymentQueries queries) {
        this.queries = queries;
    }

    public void mount(RestTransport rest) {
        rest.operation("getPayment", Scope.PAYMENTS_READ, this::getPayment)
                .operation("listPayments", Scope.PAYMENTS_READ, this::listPayments)
                .operation("getTimeline", Scope.PAYMENTS_READ, this::getTimeline)
                .operation("listRefunds", Scope.PAYMENTS_READ, this::listRefunds)
                .operation("getRefund", Scope.PAYMENTS_READ, this::getRefund)
                .operation("getIdempotencyKey", Scope.PAYMENTS_READ, this::getIdempotencyKey);
    }

    private Future<Reply> getPayment(Caller caller, RestRequest request) {
        var expand = expand(request);
        return queries.payment(caller, request.path("id")).compose(payment -> Future.all(
                        expand.contains("refunds")
                                ? queries.refundsOf(List.of(payment)).map(refunds -> (Object) PaymentJson.of(refunds))
                                : Future.succeededFuture(),
                        expand.contains("timeline")
                                ? queries.timeline(payment).map(timeline -> (Object) PaymentJson.of(timeline))
                                : Future.succeededFuture())
                .map(found -> {
                    var json = PaymentJson.of(payment);
                    putIfPresent(json, "refunds", found.resultAt(0));
                    putIfPresent(json, "timeline", found.resultAt(1));
                    return Reply.ok(json);
                }));
    }

    private static void putIfPresent(JsonObject json, String name, Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private Future<Reply> listPayments(Caller caller, RestRequest request) {
        int limit = PaymentPage.LIMIT.of(request.query("limit"));
        var filter = filter(request);
        var expand = expand(request);
        return queries.paymentsOf(caller, caller.subject(), filter, limit, request.query("cursor"))
                .compose(page -> request.prefers("text/csv")
                        ? Future.succeededFuture(csv(request, page))
                        : withRefunds(page, expand).map(Reply::ok));
    }

    /** CSV has no field for a cursor, so the next page is in a Link header (RFC 8288). */
    private static Reply csv(RestRequest request, PaymentPage page) {
        var reply = Reply.of(200, PaymentsCsv.MEDIA_TYPE, Buffer.buffer(PaymentsCsv.of(page.payments())));
        return page.nextCursor()
                .map(cursor -> reply.header("link", request.linkToNextPage(cursor)))
                .orElse(reply);
    }

    private Future<JsonObject> withRefunds(PaymentPage page, Set<String> expand) {
        if (!expand.contains("refunds")) {
            return Future.succeededFuture(PaymentJson.of(page, PaymentJson::of));
        }
        return queries.refundsOf(page.payments()).map(refunds -> {
            Map<UUID, List<Refund>> byPayment = refunds.stream().collect(Collectors.groupingBy(Refund::paymentId));
            return PaymentJson.of(page, payment -> PaymentJson.of(payment)
                    .put("refunds", PaymentJson.of(byPayment.getOrDefault(payment.id(), List.of()))));
        });
    }

    private Future<Reply> getTimeline(Caller caller, RestRequest request) {
        return queries.timeline(caller, request.path("id"))
                .map(timeline -> Reply.ok(new JsonObject()
                        .put("payment", PaymentJson.of(timeline.payment()))
                        .put("steps", PaymentJson.of(timeline))
                        .put(
                                "failure",
                                timeline.payment()
                                        .failure()
                                        .map(PaymentJson::failure)
                                        .orElse(null))));
    }

    private Future<Reply> listRefunds(Caller caller, RestRequest request) {
        return queries.refunds(caller, request.path("id"))
                .map(refunds -> Reply.ok(new JsonObject().put("refunds", PaymentJson.of(refunds))));
    }

    private Future<Reply> getRefund(Caller caller, RestRequest request) {
        return queries.refund(caller, request.path("id")).map(refund -> Reply.ok(PaymentJson.of(refund)));
    }

    private Future<Reply> getIdempotencyKey(Caller caller, RestRequest request) {
        return queries.key(caller, request.path("key")).compose(key -> {
            var payment = queries.paymentUnder(key);
            var refund = queries.refundUnder(key);
            return Future.all(payment, refund)
                    .map(both -> Reply.ok(PaymentJson.of(key, payment.result(), refund.result())));
        });
    }

    private static PaymentFilter filter(RestRequest request) {
        var currency = request.query("currency").map(Currency::of);
        return new PaymentFilter(
                request.list("status").stream().map(RestPaymentQueries::status).collect(Collectors.toSet()),
                instant(request, "from"),
                instant(request, "to"),
                request.query("counterparty"),
                request.query("reference"),
                currency,
                amount(request, "min_amount"),
                amount(request, "max_amount"));
    }

    private static PaymentStatus status(String word) {
        return Arrays.stream(PaymentStatus.values())
                .filter(status -> status.name().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        StandardError.INVALID_REQUEST, "The parameter status is not a status of a payment."));
    }

    private static Optional<Money> amount(RestRequest request, String name) {
        return request.query(name)
                .map(amount -> Money.parse(amount, request.query("currency").orElse("")));
    }

    private static Optional<Instant> instant(RestRequest request, String name) {
        return request.query(name).map(time -> RequestTime.parse(name, time));
    }

    private static Set<String> expand(RestRequest request) {
        var wanted = Set.copyOf(request.list("expand"));
        if (!EXPANDABLE.containsAll(wanted)) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The parameter expand accepts refunds and timeline.");
        }
        return wanted;
    }
}
