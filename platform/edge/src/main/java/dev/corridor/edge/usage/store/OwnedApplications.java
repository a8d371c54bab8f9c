package dev.corridor.edge.usage.store;

import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.domain.UsageKey;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Query of a user's applications and subscriptions, for reports about their calls. */
public final class OwnedApplications {
    private final Database database;

    public OwnedApplications(Database database) {
        this.database = database;
    }

    /** Returns the names of a user's applications by their ids. */
    public Future<Map<String, String>> namesOf(String ownerId) {
        return database.execute(
                        "select id::text as id, name from applications where owner_id = $1 order by name",
                        Tuple.of(ownerId))
                .map(rows -> {
                    var names = new LinkedHashMap<String, String>();
                    rows.forEach(row -> names.put(row.getString("id"), row.getString("name")));
                    return names;
                });
    }

    /** Returns the names of all applications by their ids. */
    public Future<Map<String, String>> allNames() {
        return database.execute("select id::text as id, name from applications").map(rows -> {
            var names = new LinkedHashMap<String, String>();
            rows.forEach(row -> names.put(row.getString("id"), row.getString("name")));
            return names;
        });
    }

    /** Returns a user's subscriptions that began before the end of a month, as usages without calls. */
    public Future<List<Usage>> subscriptionsOf(String ownerId, YearMonth month) {
        var end = OffsetDateTime.of(month.plusMonths(1).atDay(1).atStartOfDay(), ZoneOffset.UTC);
        return database.execute(
                        """
                        select a.id::text as application, s.api_name, s.api_version, s.plan
                          from applications a
                          join subscriptions s on s.application_id = a.id
                         where a.owner_id = $1 and s.created_at < $2
                        """,
                        Tuple.of(ownerId, end))
                .map(rows -> rows.stream()
                        .map(row -> new Usage(
                                new UsageKey(
                                        month,
                                        row.getString("application"),
                                        row.getString("api_name"),
                                        row.getString("api_version"),
                                        row.getString("plan")),
                                0))
                        .toList());
    }
}
