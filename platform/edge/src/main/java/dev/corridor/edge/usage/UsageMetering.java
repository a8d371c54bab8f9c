package dev.corridor.edge.usage;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.edge.usage.api.CallMeter;
import dev.corridor.edge.usage.api.RestAnalytics;
import dev.corridor.edge.usage.api.RestUsage;
import dev.corridor.edge.usage.journal.JournalFolder;
import dev.corridor.edge.usage.store.CallStatisticsTable;
import dev.corridor.edge.usage.store.OwnedApplications;
import dev.corridor.edge.usage.store.UsageTable;
import dev.corridor.edge.usage.usecase.CallStatistics;
import dev.corridor.edge.usage.usecase.UsageMeter;
import dev.corridor.edge.usage.usecase.UsageReport;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.sql.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** Metering of calls: billable usage, monthly quotas and statistics. Belongs to one verticle. */
public final class UsageMetering {
    private static final int CONNECTIONS = 2;

    private final Database database;
    private final UsageMeter meter;
    private final CallStatistics statistics;
    private final CallMeter callMeter;
    private final RestUsage usage;
    private final RestAnalytics analytics;

    /** The database is migrated before {@link #start}. */
    public UsageMetering(Vertx vertx, EdgeConfig config, Clock clock, Supplier<UUID> ids) {
        database = Database.connect(vertx, config.database().withPoolSize(CONNECTIONS));
        var table = new UsageTable(database);
        var statisticsTable = new CallStatisticsTable(database);
        var applications = new OwnedApplications(database);
        // The edge's own folder, beside its keys.
        var journals = new JournalFolder(config.keys().tlsKeyFile().resolveSibling("usage"));
        meter = new UsageMeter(vertx, journals, table, clock, ids);
        statistics = new CallStatistics(vertx, statisticsTable, clock);
        callMeter = new CallMeter(meter, statistics, clock);
        usage = new RestUsage(new UsageReport(meter, table, applications, config.apis()));
        analytics = new RestAnalytics(statisticsTable, applications, clock);
    }

    public Future<Void> start() {
        return meter.start().onSuccess(started -> statistics.start());
    }

    /** The steps of an API's route. */
    public CallMeter callMeter() {
        return callMeter;
    }

    /** Adds its operations to the portal's REST API. */
    public void mount(RestTransport rest) {
        usage.mount(rest);
        analytics.mount(rest);
    }

    public Future<?> stop() {
        return statistics.stop().eventually(meter::stop).eventually(database::close);
    }
}
