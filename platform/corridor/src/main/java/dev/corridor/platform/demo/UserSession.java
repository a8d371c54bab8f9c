package dev.corridor.platform.demo;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.PlatformClient.Response;
import dev.corridor.platform.home.CommandFailure;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Calls the public APIs with the token of one demo user. */
final class UserSession {
    private static final String PAYMENT = "/api/payment/1.0.0";
    private static final String LEDGER = "/api/ledger/1.0.0";

    private final PlatformClient client;
    private final DemoUser user;
    private final String token;

    UserSession(PlatformClient client, DemoUser user) {
        this.client = client;
        this.user = user;
        this.token = client.userToken(user.username(), "");
    }

    String name() {
        return user.fullName().split(" ")[0];
    }

    String handle() {
        return "@" + user.username();
    }

    JsonObject profile() {
        return Walkthrough.required(client.get("/api/profile/1.0.0/users/" + user.userId(), token), 200);
    }

    Response pay(JsonObject payment) {
        return client.post(PAYMENT + "/process", token, payment);
    }

    /** The balance of a wallet; zero if the user has no wallet in that currency. */
    BigDecimal balance(String currency) {
        return wallet(currency)
                .map(account -> new BigDecimal(account.getString("balance")))
                .orElse(BigDecimal.ZERO);
    }

    /** The statement of a wallet from a time on, oldest entry first. */
    JsonObject statement(String currency, Instant from) {
        var account =
                wallet(currency).orElseThrow(() -> new CommandFailure(name() + " has no wallet in " + currency + "."));
        return Walkthrough.required(
                client.get(LEDGER + "/accounts/" + account.getString("id") + "/statement?from=" + from, token), 200);
    }

    private Optional<JsonObject> wallet(String currency) {
        var accounts = Walkthrough.required(client.get(LEDGER + "/accounts?owner=me", token), 200);
        return accounts.getJsonArray("accounts").stream()
                .map(JsonObject.class::cast)
                .filter(account -> account.getString("code").equals("wallet"))
                .filter(account -> account.getString("currency").equals(currency))
                .findFirst();
    }
}
