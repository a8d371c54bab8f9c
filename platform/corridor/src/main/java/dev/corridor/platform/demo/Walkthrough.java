package dev.corridor.platform.demo;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.PlatformClient.Answer;
import dev.corridor.platform.client.RateStream;
import dev.corridor.platform.home.CommandFailure;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Corridor in one sitting: two people, money in, a payment, a payment across currencies, a refusal, live rates, a
 * statement and the books. Everything goes through the public doors, and every figure is compared with what it must be.
 */
public final class Walkthrough {
    private static final Duration TICK_BOUND = Duration.ofSeconds(10);
    private static final String PAIR = "USD/EUR";
    private static final int TICKS = 10;

    private final Instant begun = Instant.now();
    private final PlatformClient client;
    private final WalkthroughPrinter narrator;
    private final DemoCustomer ada;
    private final DemoCustomer blaise;
    private final DemoCustomer chen;

    public Walkthrough(PlatformClient client, PrintStream out) {
        this.client = client;
        this.narrator = new WalkthroughPrinter(out);
        this.ada = new DemoCustomer(client, DemoUsers.ADA);
        this.blaise = new DemoCustomer(client, DemoUsers.BLAISE);
        this.chen = new DemoCustomer(client, DemoUsers.CHEN);
    }

    /** @throws CommandFailure at the first figure that is not what it must be */
    public void tell() {
        narrator.title("A day on Corridor");
        meetThePeople();
        moneyComesIn();
        aDebtIsPaid();
        moneyCrossesABorder();
        aPaymentIsRefused();
        theMarketMoves();
        adaReadsHerStatement();
        theBooksAreClosed();
    }

    private void meetThePeople() {
        narrator.chapter("Two people");
        for (var actor : List.of(ada, blaise)) {
            var profile = actor.profile();
            narrator.tell(
                    "This is %s, %s to friends, who thinks in %s.",
                    profile.getString("full_name"), actor.handle(), profile.getString("home_currency"));
        }
        narrator.figure("Ada's wallets      %12s USD %12s EUR", ada.balance("USD"), ada.balance("EUR"));
        narrator.figure("Blaise's wallet    %12s EUR", blaise.balance("EUR"));
    }

    private void moneyComesIn() {
        narrator.chapter("Money comes in");
        narrator.tell("Ada's salary and a royalty of Blaise's arrive from their banks.");
        topUp(ada, "1250.00", "USD", "Analytical Engine, salary");
        topUp(blaise, "310.00", "EUR", "Pascaline, royalties");
    }

    private void topUp(DemoCustomer actor, String amount, String currency, String reference) {
        var before = actor.balance(currency);
        var answer = client.post(
                "/api/payment/1.0.0/top-ups",
                client.operatorToken("payments:topup"),
                money(amount, currency).put("to", actor.handle()).put("reference", reference));
        mustBe("the top-up's status", "COMPLETED", required(answer, 201).getString("status"));
        var after = actor.balance(currency);
        mustBe(actor.name() + "'s balance", before.add(new BigDecimal(amount)), after);
        narrator.figure("%-18s %12s %s  ->  %s", actor.name() + " +" + amount, before, currency, after);
    }

    private void aDebtIsPaid() {
        narrator.chapter("A debt is paid");
        narrator.tell("Blaise lost a bet about a roulette wheel. He owes Ada 25 euros, and she has a euro wallet.");
        var amount = new BigDecimal("25.00");
        var adaBefore = ada.balance("EUR");
        var blaiseBefore = blaise.balance("EUR");
        var payment = required(
                blaise.pay(money("25.00", "EUR").put("to", ada.handle()).put("reference", "The roulette wheel")), 201);
        mustBe("the payment's status", "COMPLETED", payment.getString("status"));
        mustBe("Blaise's balance", blaiseBefore.subtract(amount), blaise.balance("EUR"));
        mustBe("Ada's balance", adaBefore.add(amount), ada.balance("EUR"));
        narrator.figure("Blaise %12s EUR  ->  %s", blaiseBefore, blaise.balance("EUR"));
        narrator.figure("Ada    %12s EUR  ->  %s", adaBefore, ada.balance("EUR"));
        narrator.tell("Payment %s: %s.", payment.getString("id"), payment.getString("status"));
    }

    private void moneyCrossesABorder() {
        narrator.chapter("Money crosses a border");
        narrator.tell("Blaise buys a set of punched cards from Ada. She asks 100 dollars; all he has is euros.");
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
        mustBe("the payment's status", "COMPLETED", payment.getString("status"));
        mustBe("what Blaise spent", "EUR", source.getString("currency"));
        mustBe("Blaise's balance", blaiseBefore.subtract(spent), blaise.balance("EUR"));
        mustBe("Ada's balance", adaBefore.add(new BigDecimal("100.00")), ada.balance("USD"));
        narrator.figure("Blaise %12s EUR  ->  %s", blaiseBefore, blaise.balance("EUR"));
        narrator.figure("Ada    %12s USD  ->  %s", adaBefore, ada.balance("USD"));
        narrator.tell(
                "%s EUR bought exactly 100.00 USD at %s dollars a euro, priced at that moment.",
                spent, payment.getString("rate"));
    }

    private void aPaymentIsRefused() {
        narrator.chapter("A payment is refused");
        narrator.tell("Chen has proved much about prime numbers and earned nothing yet. He tries to pay 5 dollars.");
        var bookedBefore = trialBalance().getJsonArray("totals");
        var answer = chen.pay(money("5.00", "USD"));
        mustBe("the answer to Chen", 422, answer.status());
        mustBe("its code", "insufficient_funds", answer.body().getString("code"));
        mustBe("the books", bookedBefore, trialBalance().getJsonArray("totals"));
        narrator.figure("422 %s", answer.body().getString("code"));
        narrator.tell("\"%s\" Nothing moved.", answer.body().getString("detail"));
    }

    private void theMarketMoves() {
        narrator.chapter("The market moves");
        narrator.tell("Ten live prices of %s, as they come:", PAIR);
        try (var stream = RateStream.open(client, List.of(PAIR))) {
            var last = 0L;
            for (var shown = 0; shown < TICKS; ) {
                var tick = stream.next(TICK_BOUND);
                if (!"tick".equals(tick.getString("type"))) {
                    continue;
                }
                mustBe("the order of ticks", true, tick.getLong("seq") > last);
                last = tick.getLong("seq");
                shown++;
                narrator.figure(
                        "bid %-10s ask %-10s %s", tick.getString("bid"), tick.getString("ask"), tick.getString("time"));
            }
        }
    }

    private void adaReadsHerStatement() {
        narrator.chapter("Ada reads her statement");
        var statement = ada.statement("USD", begun);
        var balance = new BigDecimal(statement.getString("opening_balance"));
        narrator.figure("%-34s %12s %12s", "before", "", balance);
        for (var each : statement.getJsonArray("entries")) {
            var line = (JsonObject) each;
            var amount = new BigDecimal(line.getString("amount"));
            var change = line.getString("direction").equals("CREDIT") ? amount : amount.negate();
            balance = balance.add(change);
            mustBe("a line of the statement", balance, new BigDecimal(line.getString("balance_after")));
            narrator.figure("%-34s %12s %12s", line.getString("reference"), change, balance);
        }
        mustBe("the closing balance", balance, new BigDecimal(statement.getString("closing_balance")));
        mustBe("Ada's balance", balance, ada.balance("USD"));
    }

    private void theBooksAreClosed() {
        narrator.chapter("The books are closed");
        narrator.tell("Every amount was written twice, so in each currency debits and credits are the same:");
        narrator.figure("%-4s %16s %16s %12s", "", "debits", "credits", "difference");
        for (var each : trialBalance().getJsonArray("totals")) {
            var total = (JsonObject) each;
            narrator.figure(
                    "%-4s %16s %16s %12s",
                    total.getString("currency"),
                    total.getString("debits"),
                    total.getString("credits"),
                    total.getString("difference"));
            mustBe(
                    "the difference in " + total.getString("currency"),
                    0,
                    new BigDecimal(total.getString("difference")).signum());
        }
        narrator.tell("Zero in every currency. Not a cent was made, and none was lost.");
    }

    private JsonObject trialBalance() {
        return required(client.get("/api/ledger/1.0.0/trial-balance", client.operatorToken("ledger:admin")), 200);
    }

    private static JsonObject money(String amount, String currency) {
        return new JsonObject().put("amount", amount).put("currency", currency);
    }

    static JsonObject required(Answer answer, int status) {
        if (answer.status() != status) {
            throw new CommandFailure("The story breaks off: the platform answered " + answer.status() + " "
                    + answer.body().getString("code", "") + " " + answer.body().getString("detail", ""));
        }
        return answer.body();
    }

    private static void mustBe(String what, BigDecimal expected, BigDecimal actual) {
        if (expected.compareTo(actual) != 0) {
            throw new CommandFailure(
                    "The story breaks off: " + what + " is " + actual + " and must be " + expected + ".");
        }
    }

    private static void mustBe(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new CommandFailure(
                    "The story breaks off: " + what + " is " + actual + " and must be " + expected + ".");
        }
    }
}
