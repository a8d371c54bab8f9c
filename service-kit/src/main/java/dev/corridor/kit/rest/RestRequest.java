package dev.corridor.kit.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.request.Accept;
import dev.corridor.kit.request.IfMatch;
import dev.corridor.kit.request.RequestMoney;
import dev.corridor.kit.request.RequestParameters;
import dev.corridor.kit.request.WholeNumber;
import dev.corridor.kit.value.Money;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A request that satisfies the contract: required values are there, and all values have the declared types. */
public final class RestRequest {
    private final RoutingContext context;
    private final RequestParameters parameters;
    private final JsonObject body;
    private final Optional<String> documentType;

    /**
     * A body that is not JSON.
     *
     * @param mediaType one of those that the contract names for the operation, without parameters
     */
    public record Document(String mediaType, String text) {}

    RestRequest(RoutingContext context, RequestParameters parameters, JsonObject body, Optional<String> documentType) {
        this.context = context;
        this.parameters = parameters;
        this.body = body;
        this.documentType = documentType;
    }

    /** Returns a path parameter. */
    public String path(String name) {
        return parameters.path(name);
    }

    /** Returns a parameter of the query string. */
    public Optional<String> query(String name) {
        return parameters.query(name).stream().findFirst();
    }

    /** Returns a list from the query string, a=1&amp;a=2 or a=1,2; empty if the parameter is absent. */
    public List<String> list(String name) {
        return RequestParameters.items(parameters.query(name));
    }

    /** Returns a whole number from the query string, whose range the contract has checked. */
    public int query(String name, int otherwise) {
        return query(name)
                .map(text -> (int) WholeNumber.parse(text).orElseThrow())
                .orElse(otherwise);
    }

    /** Returns a header; the lines of one that is given several times are joined by commas (RFC 9110, 5.3). */
    public Optional<String> header(String name) {
        var lines = parameters.headers(name);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
    }

    /** Whether the client prefers a media type to JSON. */
    public boolean prefers(String mediaType) {
        return Accept.of(header("accept")).prefers(mediaType, "application/json");
    }

    /** Reads the If-Match header. @throws Problem invalid_request when it is malformed */
    public Optional<IfMatch> ifMatch() {
        return header("if-match").map(IfMatch::of);
    }

    /** Returns the value of a Link header (RFC 8288) to the next page of the list that this request asks for. */
    public String linkToNextPage(String cursor) {
        var request = context.request();
        return "<" + RelativeReference.nextPage(request.path(), request.query(), cursor) + ">; rel=\"next\"";
    }

    /** Adds a header to the response, whether it will be a reply or a problem. */
    public void responseHeader(String name, String value) {
        context.response().putHeader(name, value);
    }

    /**
     * Returns the body; its numbers are {@code Integer}, {@code Long}, {@code BigInteger} or {@code BigDecimal}, never a
     * double.
     */
    public JsonObject body() {
        return body;
    }

    /** Returns the body if it is a document, read as UTF-8. */
    public Optional<Document> document() {
        return documentType.map(type -> new Document(
                type, Objects.requireNonNullElse(context.body().asString(StandardCharsets.UTF_8.name()), "")));
    }

    /** Returns a string of the body; empty when it is absent or null. */
    public Optional<String> text(String field) {
        return Optional.ofNullable(body.getString(field));
    }

    /**
     * Returns an amount of the body: a decimal string or a JSON number, with its currency.
     *
     * @throws Problem amount_invalid, unknown_currency
     */
    public Money money(String amountField, String currencyField) {
        return RequestMoney.required(body, amountField, currencyField);
    }

    /**
     * Returns an amount of the body that may be left out, together with its currency.
     *
     * @throws Problem amount_invalid, unknown_currency; also when one of the two fields is missing
     */
    public Optional<Money> optionalMoney(String amountField, String currencyField) {
        return RequestMoney.optional(body, amountField, currencyField);
    }
}
