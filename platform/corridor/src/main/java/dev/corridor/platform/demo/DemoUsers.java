package dev.corridor.platform.demo;

import dev.corridor.money.v1.Money;
import java.util.List;

/** The users that every platform on one machine starts with. Their ids are fixed. */
public final class DemoUsers {
    public static final DemoUser ADA = new DemoUser(
            "0190a0de-0000-7000-8000-0000000ada00",
            "ada",
            "Ada Lovelace",
            "USD",
            List.of(amount("10000.00", "USD"), amount("2500.00", "EUR")));
    public static final DemoUser BLAISE = new DemoUser(
            "0190a0de-0000-7000-8000-00000b1a15e0",
            "blaise",
            "Blaise Pascal",
            "EUR",
            List.of(amount("5000.00", "EUR")));
    public static final DemoUser CHEN =
            new DemoUser("0190a0de-0000-7000-8000-00000000c4e0", "chen", "Chen Jingrun", "JPY", List.of());
    public static final List<DemoUser> ALL = List.of(ADA, BLAISE, CHEN);

    private DemoUsers() {}

    private static Money amount(String value, String currency) {
        return Money.newBuilder().setAmount(value).setCurrency(currency).build();
    }
}
