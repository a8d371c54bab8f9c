package dev.corridor.edge.oauth.store;

import dev.corridor.edge.oauth.domain.Subscription;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.SqlTime;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Table of subscriptions. Each change counts up the version that edges watch, in the same transaction. */
public final class SubscriptionTable {
    private final Database database;

    public SubscriptionTable(Database database) {
        this.database = database;
    }

    /** Plan of a client at one version of an API. */
    public record ClientPlan(String clientId, String applicationId, String apiName, String apiVersion, String plan) {}

    /** Returns the subscriptions of an application, oldest first. */
    public Future<List<Subscription>> ofApplication(UUID applicationId) {
        return database.execute(
                        """
                        select id, application_id, api_name, api_version, plan, created_at
                        from subscriptions
                        where application_id = $1
                        order by created_at, id
                        """,
                        Tuple.of(applicationId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(SubscriptionTable::subscription)
                        .toList());
    }

    /** Returns the plans of all clients. */
    public Future<List<ClientPlan>> clientPlans() {
        return database.execute(
                        """
                        select c.id, s.application_id, s.api_name, s.api_version, s.plan
                        from subscriptions s
                        join clients c on c.application_id = s.application_id
                        """)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new ClientPlan(
                                row.getString("id"),
                                row.getUUID("application_id").toString(),
                                row.getString("api_name"),
                                row.getString("api_version"),
                                row.getString("plan")))
                        .toList());
    }

    /** Returns the ids of the platform's own clients. */
    public Future<List<String>> platformClients() {
        return database.execute("select id from clients where is_platform")
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("id"))
                        .toList());
    }

    /** Fails with a unique violation when the application has subscribed to that version already. */
    public Future<Void> insert(SqlConnection connection, Subscription subscription) {
        return connection
                .preparedQuery(
                        """
                        insert into subscriptions (id, application_id, api_name, api_version, plan, created_at)
                        values ($1, $2, $3, $4, $5, $6)
                        """)
                .execute(Tuple.of(
                        subscription.id(),
                        subscription.applicationId(),
                        subscription.apiName(),
                        subscription.apiVersion(),
                        subscription.plan(),
                        SqlTime.utc(subscription.createdAt())))
                .mapEmpty();
    }

    public Future<Void> changePlan(SqlConnection connection, UUID id, String plan) {
        return connection
                .preparedQuery("update subscriptions set plan = $2 where id = $1")
                .execute(Tuple.of(id, plan))
                .mapEmpty();
    }

    public Future<Void> delete(SqlConnection connection, UUID id) {
        return connection
                .preparedQuery("delete from subscriptions where id = $1")
                .execute(Tuple.of(id))
                .mapEmpty();
    }

    /** Tells every edge that plans have changed, when the transaction commits. */
    public static Future<Void> announce(SqlConnection connection) {
        return connection
                .preparedQuery("update edge_state set subscriptions_version = subscriptions_version + 1 where id = 1")
                .execute()
                .mapEmpty();
    }

    private static Subscription subscription(Row row) {
        return new Subscription(
                row.getUUID("id"),
                row.getUUID("application_id"),
                row.getString("api_name"),
                row.getString("api_version"),
                row.getString("plan"),
                SqlTime.instant(row, "created_at").orElseThrow());
    }
}
