package dev.corridor.platform.demo;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.PlatformClient.Response;
import dev.corridor.platform.client.RateStream;
import dev.corridor.platform.home.CommandFailure;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Walks through Corridor's features: users, top-ups, a payment, a payment across currencies, a refusal, live rates, a
 * statement and the trial balance. It uses the public APIs only, and checks every figure.
 */
public final class Walkthrough {
    private static final Duration TICK_TIMEOUT = Duration.ofSeconds(10);
    private static final String PAIR = "USD/EUR";
    private static final int TICKS = 10;

    private final Instant startedAt = Instant.now();
    private final PlatformClient client;
    private final WalkthroughPrinter printer;
    private final UserSession ada;
    private final UserSession blaise;
    private final UserSession chen;

    public Walkthrough(PlatformClient client, PrintStream out) {
        this.client = client;
        this.printer = new WalkthroughPrinter(out);
        this.ada = new UserSession(client, DemoUsers.ADA);
        this.blaise = new UserSession(client, DemoUsers.BLAISE);
        this.chen = new UserSession(client, DemoUsers.CHEN);
    }

    /** @throws CommandFailure at the first figure that is wrong */
    public void run() {
        printer.title("A walkthrough of Corridor");
        showUsers();
        topUpWallets();
        payInOneCurrency();
        payAcrossCurrencies();
        refuseWithoutFunds();
        streamRates();
        readStatement();
        checkTrialBalance();
    }

    private void showUsers() {
        printer.step("Two users");
        for (var user : List.of(ada, blaise)) {
            var profile = user.profile();
            printer.sentence(
                    "%s, username %s, home currency %s.",
                    profile.getString("full_name"), user.handle(), profile.getString("home_currency"));
        }
        printer.figure("Ada's wallets      %12s USD %12s EUR", ada.balance("USD"), ada.balance("EUR"));
        printer.figure("Blaise's wallet    %12s EUR", blaise.balance("EUR"));
    }

    private void topUpWallets() {
        printer.step("Top-ups");
        printer.sentence("Ada's salary and Blaise's royalties arrive from their banks.");
        topUp(ada, "1250.00", "USD", "Analytical Engine, salary");
        topUp(blaise, "310.00", "EUR", "Pascaline, royalties");
    }

    private void topUp(UserSession user, String amount, String currency, String reference) {
        var before = user.balance(currency);
        var response = client.post(
                "/api/payment/1.0.0/top-ups",
                client.operatorToken("payments:topup"),
                money(amount, currency).put("to", user.handle()).put("reference", reference));
        check("the top-up's status", "COMPLETED", required(response, 201).getString("status"));
        var after = user.balance(currency);
        check(user.name() + "'s balance", before.add(new BigDecimal(amount)), after);
        printer.figure("%-18s %12s %s  ->  %s", user.name() + " +" + amount, before, currency, after);
    }

    private void payInOneCurrency() {
        printer.step("A payment in one currency");
        printer.sentence("Blaise pays Ada 25 euros for a lost bet about a roulette wheel. She has a euro wallet.");
        var amount = new BigDecimal("25.00");
        var adaBefore = ada.balance("EUR");
        var blaiseBefore = blaise.balance("EUR");
        var payment = required(
                blaise.pay(money("25.00", "EUR").put("to", ada.handle()).put("reference", "The roulette wheel")), 201);
        check("the payment's status", "COMPLETED", payment.getString("status"));
        check("Blaise's balance", blaiseBefore.subtract(amount), blaise.balance("EUR"));
        check("Ada's balance", adaBefore.add(amount), ada.balance("EUR"));
        printer.figure("Blaise %12s EUR  ->  %s", blaiseBefore, blaise.balance("EUR"));
        printer.figure("Ada    %12s EUR  ->  %s", adaBefore, ada.balance("EUR"));
        printer.sentence("Payment %s: %s.", payment.getString("id"), payment.getString("status"));
    }

    private void payAcrossCurrencies() {
        printer.step("A payment across currencies");
        printer.sentence("Blaise buys punched cards from Ada for 100 dollars. He has euros only.");
        var adaBefore = ada.balance("USD");
        var blaiseBefore = blaise.balance("EUR");
        var payment = required(
                blaise.pay(money("100.00", "USD")
                        .put("to", ada.handle())
                        .put("from_currency", "EUR")
                        .put("reference", "Punched cards")),
                201);
        var source = payment.getJsonObject("source");
        var spent = new BigDecimal(source.getString("amount"));
        check("the payment's status", "COMPLETED", payment.getString("status"));
        check("what Blaise spent", "EUR", source.getString("currency"));
        check("Blaise's balance", blaiseBefore.subtract(spent), blaise.balance("EUR"));
        check("Ada's balance", adaBefore.add(new BigDecimal("100.00")), ada.balance("USD"));
        printer.figure("Blaise %12s EUR  ->  %s", blaiseBefore, blaise.balance("EUR"));
        printer.figure("Ada    %12s USD  ->  %s", adaBefore, ada.balance("USD"));
        printer.sentence(
                "%s EUR bought exactly 100.00 USD at the live rate of %s dollars a euro.",
                spent, payment.getString("rate"));
    }

    private void refuseWithoutFunds() {
        printer.step("A refused payment");
        printer.sentence("Chen has no money yet and tries to pay 5 dollars.");
        var totalsBefore = trialBalance().getJsonArray("totals");
        var response = chen.pay(money("5.00", "USD"));
        check("the status of Chen's payment", 422, response.status());
        check("the error code", "insufficient_funds", response.body().getString("code"));
        check("the trial balance", totalsBefore, trialBalance().getJsonArray("totals"));
        printer.figure("422 %s", response.body().getString("code"));
        printer.sentence("\"%s\" Nothing moved.", response.body().getString("detail"));
    }

    private void streamRates() {
        printer.step("Live rates");
        printer.sentence("Ten ticks of %s:", PAIR);
        try (var stream = RateStream.open(client, List.of(PAIR))) {
            var last = 0L;
            for (var shown = 0; shown < TICKS; ) {
                var tick = stream.next(TICK_TIMEOUT);
                if (!"tick".equals(tick.getString("type"))) {
                    continue;
                }
                check("the order of ticks", true, tick.getLong("seq") > last);
                last = tick.getLong("seq");
                shown++;
                printer.figure(
                        "bid %-10s ask %-10s %s", tick.getString("bid"), tick.getString("ask"), tick.getString("time"));
            }
        }
    }

    private void readStatement() {
        printer.step("A statement");
        var statement = ada.statement("USD", startedAt);
        var balance = new BigDecimal(statement.getString("opening_balance"));
        printer.figure("%-34s %12s %12s", "before", "", balance);
        for (var each : statement.getJsonArray("entries")) {
            var line = (JsonObject) each;
            var amount = new BigDecimal(line.getString("amount"));
            var change = line.getString("direction").equals("CREDIT") ? amount : amount.negate();
            balance = balance.add(change);
            check("the balance after a statement entry", balance, new BigDecimal(line.getString("balance_after")));
            printer.figure("%-34s %12s %12s", line.getString("reference"), change, balance);
        }
        check("the closing balance", balance, new BigDecimal(statement.getString("closing_balance")));
        check("Ada's balance", balance, ada.balance("USD"));
    }

    private void checkTrialBalance() {
        printer.step("The trial balance");
        printer.sentence(
                "Every transfer debits one account and credits another, so debits and credits are equal in each currency:");
        printer.figure("%-4s %16s %16s %12s", "", "debits", "credits", "difference");
        for (var each : trialBalance().getJsonArray("totals")) {
            var total = (JsonObject) each;
            printer.figure(
                    "%-4s %16s %16s %12s",
                    total.getString("currency"),
                    total.getString("debits"),
                    total.getString("credits"),
                    total.getString("difference"));
            check(
                    "the difference in " + total.getString("currency"),
                    0,
                    new BigDecimal(total.getString("difference")).signum());
        }
        printer.sentence("The difference is zero in every currency: no money was created or lost.");
    }

    private JsonObject trialBalance() {
        return required(client.get("/api/ledger/1.0.0/trial-balance", client.operatorToken("ledger:admin")), 200);
    }

    private static JsonObject money(String amount, String currency) {
        return new JsonObject().put("amount", amount).put("currency", currency);
    }

    static JsonObject required(Response response, int status) {
        if (response.status() != status) {
            throw new CommandFailure("The walkthrough failed: the platform answered " + response.status() + " "
                    + response.body().getString("code", "") + " "
                    + response.body().getString("detail", ""));
        }
        return response.body();
    }

    private static void check(String what, BigDecimal expected, BigDecimal actual) {
        if (expected.compareTo(actual) != 0) {
            throw new CommandFailure(
                    "The walkthrough failed: " + what + " is " + actual + ", expected " + expected + ".");
        }
    }

    private static void check(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new CommandFailure(
                    "The walkthrough failed: " + what + " is " + actual + ", expected " + expected + ".");
        }
    }
}
