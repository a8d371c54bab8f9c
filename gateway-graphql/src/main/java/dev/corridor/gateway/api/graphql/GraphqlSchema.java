package dev.corridor.gateway.api.graphql;

import dev.corridor.forex.v1.Currency;
import dev.corridor.forex.v1.GetReferenceRatesResponse;
import dev.corridor.gateway.usecase.Dashboard;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.ledger.v1.Account;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.ListPaymentsResponse;
import dev.corridor.payment.v1.Payment;
import dev.corridor.profile.v1.User;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The schema and the resolvers of its fields. Field names are those of the protos in camelCase.
 *
 * @param text the schema file, served at /schema.graphqls
 */
public record GraphqlSchema(GraphQLSchema executable, String text) {
    private static final String RESOURCE = "graphql/schema.graphqls";

    public static GraphqlSchema load() throws IOException {
        String text = read();
        return new GraphqlSchema(
                new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(text), wiring()), text);
    }

    private static RuntimeWiring wiring() {
        return RuntimeWiring.newRuntimeWiring()
                .scalar(Scalars.DECIMAL)
                .scalar(Scalars.DATE_TIME)
                // It replaces the scalar of the same name that is always there.
                .strictMode(false)
                .scalar(Scalars.ID)
                .strictMode(true)
                .type(query().wiring())
                .type(mutation().wiring())
                .type(dashboard().wiring())
                .type(user().wiring())
                .type(money().wiring())
                .type(paymentPage().wiring())
                .type(payment().wiring())
                .type(account().wiring())
                .type(referenceRates().wiring())
                .type(rate().wiring())
                .type(currency().wiring())
                .type(payResult().wiring())
                .build();
    }

    private static TypeFields<Object> query() {
        return TypeFields.<Object>of("Query")
                .loaded("userDashboard", (root, query) -> RootFields.userDashboard(query))
                .loaded("user", (root, query) -> RootFields.user(query))
                .loaded("payment", (root, query) -> RootFields.payment(query))
                .loaded("payments", (root, query) -> RootFields.payments(query))
                .loaded("accounts", (root, query) -> RootFields.accounts(query))
                .loaded("rates", (root, query) -> RootFields.rates(query))
                .loaded("currencies", (root, query) -> RootFields.currencies(query));
    }

    private static TypeFields<Object> mutation() {
        return TypeFields.<Object>of("Mutation").loaded("pay", (root, mutation) -> RootFields.pay(mutation));
    }

    private static TypeFields<Dashboard> dashboard() {
        return TypeFields.<Dashboard>of("UserDashboard")
                .loaded("user", (dashboard, field) -> dashboard.user())
                .loaded("recentPayments", (dashboard, field) -> dashboard.recentPayments(RootFields.limit(field)))
                .loaded("balance", (dashboard, field) -> dashboard.balance())
                .loaded("balances", (dashboard, field) -> dashboard.balances());
    }

    private static TypeFields<User> user() {
        return TypeFields.<User>of("User")
                .field("id", User::getUserId)
                .field("username", User::getUsername)
                .field("email", User::getEmail)
                .field("fullName", User::getFullName)
                .field("homeCurrency", User::getHomeCurrency)
                .field("verification", user -> enumName(user.getVerification(), "VERIFICATION_"))
                .field("permissions", user -> user.getPermissionsList().stream()
                        .map(permission -> enumName(permission, "PERMISSION_"))
                        .toList());
    }

    private static TypeFields<Money> money() {
        return TypeFields.<Money>of("Money").field("amount", Money::getAmount).field("currency", Money::getCurrency);
    }

    private static TypeFields<ListPaymentsResponse> paymentPage() {
        return TypeFields.<ListPaymentsResponse>of("PaymentPage")
                .field("payments", ListPaymentsResponse::getPaymentsList)
                .field("nextCursor", page -> orNull(page.getNextCursor()));
    }

    private static TypeFields<Payment> payment() {
        return TypeFields.<Payment>of("Payment")
                .field("id", Payment::getPaymentId)
                .field("kind", payment -> enumName(payment.getKind(), "KIND_"))
                .field("status", payment -> enumName(payment.getStatus(), "STATUS_"))
                .field("amount", payment -> payment.getAmount().getAmount())
                .field("currency", payment -> payment.getAmount().getCurrency())
                .field("source", payment -> payment.hasSource() ? payment.getSource() : null)
                .field("target", payment -> payment.hasTarget() ? payment.getTarget() : null)
                .field("captured", payment -> payment.hasCaptured() ? payment.getCaptured() : null)
                .field("refunded", payment -> payment.hasRefunded() ? payment.getRefunded() : null)
                .field("rate", payment -> orNull(payment.getRate()))
                .field("payer", Payment::getPayer)
                .field("payee", Payment::getPayee)
                .field("reference", payment -> orNull(payment.getReference()))
                .field("failureCode", payment -> orNull(payment.getFailureCode()))
                .field("createdAt", payment -> ProtoTime.fromProto(payment.getCreatedAt()));
    }

    private static TypeFields<Account> account() {
        return TypeFields.<Account>of("Account")
                .field("id", Account::getAccountId)
                .field("code", Account::getCode)
                .field("currency", Account::getCurrency)
                .field("balance", account -> account.getBalance().getAmount())
                .field("openedAt", account -> ProtoTime.fromProto(account.getOpenedAt()));
    }

    private static TypeFields<GetReferenceRatesResponse> referenceRates() {
        return TypeFields.<GetReferenceRatesResponse>of("ReferenceRates")
                .field("base", GetReferenceRatesResponse::getBase)
                .field("asOf", GetReferenceRatesResponse::getAsOf)
                .field("provider", GetReferenceRatesResponse::getProvider)
                .field("rates", reference -> reference.getRatesMap().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .toList());
    }

    private static TypeFields<Map.Entry<String, String>> rate() {
        return TypeFields.<Map.Entry<String, String>>of("Rate")
                .field("symbol", Map.Entry::getKey)
                .field("rate", Map.Entry::getValue);
    }

    private static TypeFields<Currency> currency() {
        return TypeFields.<Currency>of("Currency")
                .field("code", Currency::getCode)
                .field("name", Currency::getName)
                .field("digits", Currency::getDigits);
    }

    private static TypeFields<Payment> payResult() {
        return TypeFields.<Payment>of("PayResult").field("payment", payment -> payment);
    }

    /** Removes the enum's name, with which the protos prefix each value. */
    private static String enumName(Enum<?> value, String prefix) {
        return value.name().substring(prefix.length());
    }

    /** The protos have an empty string for an absent value; GraphQL has null. */
    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String read() throws IOException {
        try (var stream = GraphqlSchema.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new FileNotFoundException(RESOURCE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
