package dev.corridor.gateway.api.graphql;

import dev.corridor.gateway.client.CallerServices;
import dev.corridor.gateway.usecase.Dashboard;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.request.PageLimit;
import dev.corridor.kit.request.RequestMoney;
import dev.corridor.kit.value.ProtoMoney;
import dev.corridor.ledger.v1.ListAccountsResponse;
import dev.corridor.payment.v1.ProcessRequest;
import graphql.schema.DataFetchingEnvironment;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Resolvers of the fields of Query and Mutation: they read the arguments and call a service. */
final class RootFields {
    static final PageLimit PAGE_LIMIT = new PageLimit(20, 100);

    private RootFields() {}

    static Future<Dashboard> userDashboard(DataFetchingEnvironment query) {
        var services = services(query);
        return Dashboard.of(userId(query.getArgument("userId"), services), services);
    }

    static Future<?> user(DataFetchingEnvironment query) {
        var services = services(query);
        return services.user(userId(query.getArgument("id"), services));
    }

    static Future<?> payment(DataFetchingEnvironment query) {
        return services(query).payment(query.getArgument("id"));
    }

    static Future<?> payments(DataFetchingEnvironment query) {
        var services = services(query);
        Optional<String> cursor = Optional.ofNullable(query.getArgument("cursor"));
        cursor.ifPresent(given -> requireGiven(given.isEmpty(), "cursor"));
        return services.payments(services.caller().subject(), limit(query), cursor.orElse(""));
    }

    static Future<?> accounts(DataFetchingEnvironment query) {
        var services = services(query);
        return services.accounts(services.caller().subject()).map(ListAccountsResponse::getAccountsList);
    }

    static Future<?> rates(DataFetchingEnvironment query) {
        Optional<List<String>> symbols = Optional.ofNullable(query.getArgument("symbols"));
        symbols.ifPresent(given -> requireGiven(given.isEmpty(), "symbols"));
        return services(query).referenceRates(query.getArgument("base"), symbols.orElse(List.of()));
    }

    static Future<?> currencies(DataFetchingEnvironment query) {
        return services(query).currencies().map(list -> list.getCurrenciesList());
    }

    static Future<?> pay(DataFetchingEnvironment mutation) {
        Map<String, Object> input = mutation.getArgument("input");
        var amount = RequestMoney.of(input.get("amount"), text(input, "currency"), "amount");
        var request = ProcessRequest.newBuilder()
                .setAmount(ProtoMoney.toProto(amount))
                .setReference(text(input, "reference"));
        // An empty text is passed on, so that the payment service refuses it as at its other transports.
        given(input, "fromCurrency", request::setFromCurrency);
        given(input, "to", request::setTo);
        given(input, "quoteId", request::setQuoteId);
        OneMutationPerKey.key(optional(input, "idempotencyKey"), mutation.getGraphQlContext())
                .ifPresent(request::setIdempotencyKey);
        return services(mutation).pay(request.build());
    }

    /** The services take an empty value for an absent one; here it is not the same. @throws Problem invalid_request */
    private static void requireGiven(boolean isEmpty, String argument) {
        if (isEmpty) {
            throw Problem.of(StandardError.INVALID_REQUEST, "The argument " + argument + " is empty. Omit it instead.");
        }
    }

    /** Reads the {@code limit} argument. The schema has its default. @throws Problem invalid_request */
    static int limit(DataFetchingEnvironment list) {
        return PAGE_LIMIT.require(list.getArgument("limit"));
    }

    private static String userId(String argument, CallerServices services) {
        return services.caller().userId(argument);
    }

    private static void given(Map<String, Object> input, String field, Consumer<String> set) {
        optional(input, field).ifPresent(set);
    }

    private static Optional<String> optional(Map<String, Object> input, String field) {
        return Optional.ofNullable((String) input.get(field));
    }

    private static String text(Map<String, Object> input, String field) {
        return Objects.requireNonNullElse((String) input.get(field), "");
    }

    private static CallerServices services(DataFetchingEnvironment environment) {
        return environment.getGraphQlContext().get(CallerServices.class);
    }
}
