package dev.corridor.gateway.graph;

import dev.corridor.forex.v1.Currency;
import dev.corridor.forex.v1.ReferenceRates;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.ledger.v1.Account;
import dev.corridor.money.v1.Money;
import dev.corridor.payment.v1.Payment;
import dev.corridor.payment.v1.PaymentList;
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
 * The schema file, and where each of its fields comes from. The words of the protos, in camelCase.
 *
 * @param text the file as served at /schema.graphqls
 */
public record GraphSchema(GraphQLSchema executable, String text) {
    private static final String RESOURCE = "graphql/schema.graphqls";

    public static GraphSchema load() throws IOException {
        String text = read();
        return new GraphSchema(
                new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(text), wiring()), text);
    }

    private static RuntimeWiring wiring() {
        return RuntimeWiring.newRuntimeWiring()
                .scalar(Scalars.DECIMAL)
                .scalar(Scalars.DATE_TIME)
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

    private static Fields<Object> query() {
        return Fields.<Object>of("Query")
                .asked("userDashboard", (root, query) -> Operations.userDashboard(query))
                .asked("user", (root, query) -> Operations.user(query))
                .asked("payment", (root, query) -> Operations.payment(query))
                .asked("payments", (root, query) -> Operations.payments(query))
                .asked("accounts", (root, query) -> Operations.accounts(query))
                .asked("rates", (root, query) -> Operations.rates(query))
                .asked("currencies", (root, query) -> Operations.currencies(query));
    }

    private static Fields<Object> mutation() {
        return Fields.<Object>of("Mutation").asked("pay", (root, mutation) -> Operations.pay(mutation));
    }

    private static Fields<Dashboard> dashboard() {
        return Fields.<Dashboard>of("UserDashboard")
                .asked("user", (dashboard, field) -> dashboard.user())
                .asked("recentPayments", (dashboard, field) -> dashboard.recentPayments(Operations.limit(field)))
                .asked("balance", (dashboard, field) -> dashboard.balance())
                .asked("balances", (dashboard, field) -> dashboard.balances());
    }

    private static Fields<User> user() {
        return Fields.<User>of("User")
                .field("id", User::getUserId)
                .field("username", User::getUsername)
                .field("email", User::getEmail)
                .field("fullName", User::getFullName)
                .field("homeCurrency", User::getHomeCurrency)
                .field("verification", user -> word(user.getVerification(), "VERIFICATION_"));
    }

    private static Fields<Money> money() {
        return Fields.<Money>of("Money").field("amount", Money::getAmount).field("currency", Money::getCurrency);
    }

    private static Fields<PaymentList> paymentPage() {
        return Fields.<PaymentList>of("PaymentPage")
                .field("payments", PaymentList::getPaymentsList)
                .field("nextCursor", page -> orNull(page.getNextCursor()));
    }

    private static Fields<Payment> payment() {
        return Fields.<Payment>of("Payment")
                .field("id", Payment::getPaymentId)
                .field("kind", payment -> word(payment.getKind(), "KIND_"))
                .field("status", payment -> word(payment.getStatus(), "STATUS_"))
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

    private static Fields<Account> account() {
        return Fields.<Account>of("Account")
                .field("id", Account::getAccountId)
                .field("code", Account::getCode)
                .field("currency", Account::getCurrency)
                .field("balance", account -> account.getBalance().getAmount())
                .field("openedAt", account -> ProtoTime.fromProto(account.getOpenedAt()));
    }

    private static Fields<ReferenceRates> referenceRates() {
        return Fields.<ReferenceRates>of("ReferenceRates")
                .field("base", ReferenceRates::getBase)
                .field("asOf", ReferenceRates::getAsOf)
                .field("provider", ReferenceRates::getProvider)
                .field("rates", reference -> reference.getRatesMap().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .toList());
    }

    private static Fields<Map.Entry<String, String>> rate() {
        return Fields.<Map.Entry<String, String>>of("Rate")
                .field("symbol", Map.Entry::getKey)
                .field("rate", Map.Entry::getValue);
    }

    private static Fields<Currency> currency() {
        return Fields.<Currency>of("Currency")
                .field("code", Currency::getCode)
                .field("name", Currency::getName)
                .field("digits", Currency::getDigits);
    }

    private static Fields<Payment> payResult() {
        return Fields.<Payment>of("PayResult").field("payment", payment -> payment);
    }

    /** The protos repeat an enum's name in each of its values; the graph does not. */
    private static String word(Enum<?> value, String prefix) {
        return value.name().substring(prefix.length());
    }

    /** What is empty in the protos is absent here. */
    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String read() throws IOException {
        try (var stream = GraphSchema.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new FileNotFoundException(RESOURCE);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
