package dev.corridor.edge.oauth.usecase;

import dev.corridor.edge.oauth.store.Accounts;
import dev.corridor.edge.oauth.store.Applications;
import dev.corridor.edge.oauth.store.Clients;
import dev.corridor.edge.oauth.store.Grants;
import dev.corridor.edge.oauth.store.RevocationLog;
import dev.corridor.edge.oauth.store.SubscriptionTable;
import dev.corridor.kit.sql.Database;

/** Tables of the edge's database. */
public record Stores(
        Database database,
        Clients clients,
        Applications applications,
        SubscriptionTable subscriptions,
        Grants grants,
        Accounts accounts,
        RevocationLog revocations) {

    public static Stores of(Database database) {
        return new Stores(
                database,
                new Clients(database),
                new Applications(database),
                new SubscriptionTable(database),
                new Grants(database),
                new Accounts(database),
                new RevocationLog(database));
    }
}
