package dev.corridor.platform.demo;

import dev.corridor.money.v1.Money;
import java.util.List;

/**
 * A user of Corridor for trying things out.
 *
 * @param wallets amounts that the user starts with, one a currency
 */
public record DemoUser(String userId, String username, String fullName, String homeCurrency, List<Money> wallets) {
    public String email() {
        return username + "@corridor.example";
    }
}
