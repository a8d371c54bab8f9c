package dev.corridor.kit.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.RequestMoney;
import dev.corridor.kit.value.Money;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** A request that satisfies the contract: required values are there, and all values have the declared types. */
public final class RestRequest {
    private final RoutingContext context;
    private final JsonObject body;
    private final Optional<String> documentType;

    /**
     * A body that is not JSON.
     *
     * @param mediaType one of those that the contract names for the operation, without parameters
     */
    public record Document(String mediaType, String text) {}

    RestRequest(RoutingContext context, JsonObject body, Optional<String> documentType) {
        this.context = context;
        this.body = body;
        this.documentType = documentType;
    }

    /** Returns a path parameter. */
    public String path(String name) {
        return context.pathParam(name);
    }

    public Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParams().get(name));
    }

    /**
     * Returns a whole number from the query string. The contract has checked its range, but accepts "5.0".
     *
     * @throws Problem invalid_request
     */
    public int query(String name, int otherwise) {
        try {
            return query(name).map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException notWhole) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The parameter " + name + " is not a whole number.");
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
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
