package dev.corridor.edge.usage.usecase;

import dev.corridor.edge.usage.domain.UsageKey;
import dev.corridor.edge.usage.journal.JournalFolder;
import dev.corridor.edge.usage.store.UsageTable;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.value.Ids;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.YearMonth;

/** Process that counts calls as fast as it can, and writes a byte for each one after it was counted, until it is killed. */
final class MeteringProcess {
    static final UsageKey KEY = new UsageKey(YearMonth.of(2026, 12), "app", "Forex", "1.0.0", "Gold");
    private static final int CALLS_PER_TURN = 50;

    private MeteringProcess() {}

    /** @param arguments the folder of the journals */
    public static void main(String[] arguments) {
        var vertx = Vertx.vertx();
        var meter = meter(vertx, Settings.of(System.getenv()), Path.of(arguments[0]));
        vertx.runOnContext(begin -> meter.start()
                .onSuccess(started -> {
                    call(vertx, meter);
                    vertx.setPeriodic(3, due -> meter.settle());
                })
                .onFailure(failure -> {
                    failure.printStackTrace();
                    Runtime.getRuntime().halt(1);
                }));
    }

    static UsageMeter meter(Vertx vertx, Settings settings, Path folder) {
        var table = new UsageTable(Database.connect(vertx, DatabaseSettings.from(settings)));
        var clock = Clock.systemUTC();
        return new UsageMeter(
                vertx, new JournalFolder(folder), table, clock, Ids.timeOrdered(clock, new SecureRandom()));
    }

    private static void call(Vertx vertx, UsageMeter meter) {
        for (int i = 0; i < CALLS_PER_TURN; i++) {
            meter.count(KEY);
            System.out.write('.');
            System.out.flush();
        }
        vertx.runOnContext(next -> call(vertx, meter));
    }
}
