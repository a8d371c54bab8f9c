package dev.corridor.platform.demo;

import dev.corridor.platform.client.PlatformClient;
import dev.corridor.platform.client.PlatformClient.Answer;
import dev.corridor.platform.machine.CommandFailure;
import dev.corridor.platform.machine.DemoUsers.DemoPerson;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** A person of the story, who can do what any customer can. */
final class Actor {
    private static final String PAYMENT = "/api/payment/1.0.0";
    private static final String LEDGER = "/api/ledger/1.0.0";

    private final PlatformClient client;
    private final DemoPerson person;
    private final String token;

    Actor(PlatformClient client, DemoPerson person) {
        this.client = client;
        this.person = person;
        this.token = client.personToken(person.username(), "");
    }

    String name() {
        return person.fullName().split(" ")[0];
    }

    String handle() {
        return "@" + person.username();
    }

    JsonObject profile() {
        return Story.required(client.get("/api/profile/1.0.0/users/" + person.userId(), token), 200);
    }

    Answer pay(JsonObject payment) {
        return client.post(PAYMENT + "/process", token, payment);
    }

    /** What is in the wallet; nothing when there is none. */
    BigDecimal balance(String currency) {
        return wallet(currency)
                .map(account -> new BigDecimal(account.getString("balance")))
                .orElse(BigDecimal.ZERO);
    }

    /** The wallet's statement from that time on, oldest line first. */
    JsonObject statement(String currency, Instant from) {
        var account =
                wallet(currency).orElseThrow(() -> new CommandFailure(name() + " has no wallet in " + currency + "."));
        return Story.required(
                client.get(LEDGER + "/accounts/" + account.getString("id") + "/statement?from=" + from, token), 200);
    }

    private Optional<JsonObject> wallet(String currency) {
        var accounts = Story.required(client.get(LEDGER + "/accounts?owner=me", token), 200);
        return accounts.getJsonArray("accounts").stream()
                .map(JsonObject.class::cast)
                .filter(account -> account.getString("code").equals("wallet"))
                .filter(account -> account.getString("currency").equals(currency))
                .findFirst();
    }
}
