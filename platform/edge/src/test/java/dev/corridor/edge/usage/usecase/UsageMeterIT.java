package dev.corridor.edge.usage.usecase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.edge.usage.domain.Usage;
import dev.corridor.edge.usage.domain.UsageKey;
import dev.corridor.edge.usage.store.UsageTable;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.Settings;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.sql.DatabaseSettings;
import dev.corridor.kit.sql.Schema;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageMeterIT {
    private static final UsageKey KEY = MeteringProcess.KEY;

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private Map<String, String> environment;
    private UsageTable table;

    @BeforeEach
    void migrate() {
        environment = TestServers.shared().freshDatabase("edge");
        var settings = Settings.of(environment);
        Schema.migrate(Schema.Owner.from(settings), "edge");
        table = new UsageTable(Database.connect(vertx, DatabaseSettings.from(settings)));
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    /**
     * Every call that a process told of has been counted. The one that it may not have told of yet is the only difference, once for
     * each process.
     */
    @Test
    void calls_are_exact_when_processes_are_killed() throws Exception {
        var random = new Random();
        int kills = 4;
        long told = 0;
        for (int kill = 0; kill < kills; kill++) {
            told += runAndKill(20_000 + random.nextInt(20_000));
        }
        var meter = meter();
        onEventLoop(meter::start);
        assertThat(settled()).isBetween(told, told + kills);
        assertThat(told).isGreaterThan(kills * 20_000L);
        onEventLoop(meter::stop);
        assertThat(folder).isEmptyDirectory();
        assertThat(settled()).isBetween(told, told + kills);
    }

    /** Kills a process after it has told of the given number of calls at least; returns how many it told of. */
    private long runAndKill(int calls) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MeteringProcess.class.getName(),
                folder.toString());
        builder.environment().putAll(environment);
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var output = process.getInputStream()) {
            var buffer = new byte[8_192];
            long told = 0;
            boolean isKilled = false;
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    told += buffer[i] == '.' ? 1 : 0;
                }
                if (told >= calls && !isKilled) {
                    isKilled = true;
                    process.toHandle().destroyForcibly();
                }
            }
            assertThat(isKilled).isTrue();
            process.waitFor();
            return told;
        }
    }

    @Test
    void a_journal_that_ended_is_not_counted_again_when_its_file_was_left() {
        var journal = UUID.randomUUID();
        var usages = List.of(new Usage(KEY, 5));
        table.write(journal, usages).await();
        table.end(journal, usages, Instant.EPOCH).await();
        table.end(journal, usages, Instant.EPOCH).await();
        assertThat(settled()).isEqualTo(5);
    }

    @Test
    void totals_that_arrive_late_change_nothing() {
        var journal = UUID.randomUUID();
        table.write(journal, List.of(new Usage(KEY, 9))).await();
        table.write(journal, List.of(new Usage(KEY, 7))).await();
        assertThat(settled()).isEqualTo(9);
    }

    @Test
    void event_loops_learn_of_each_others_calls() {
        var one = meter();
        var other = meter();
        onEventLoop(() -> one.start().compose(started -> other.start()).compose(started -> {
            one.count(KEY);
            one.count(KEY);
            other.count(KEY);
            other.calls(KEY);
            return one.settle().compose(settled -> other.settle());
        }));
        assertThat(onEventLoop(() -> Future.succeededFuture(other.calls(KEY)))).isEqualTo(3);
        onEventLoop(() -> one.stop().compose(stopped -> other.stop()));
        assertThat(settled()).isEqualTo(3);
    }

    /** A journal that is nearly full is replaced while several settlements are asked for at once. */
    @Test
    void a_replaced_journal_is_counted_once() {
        var meter = meter();
        var applications = IntStream.range(0, 6_500).mapToObj(i -> "app-" + i).toList();
        onEventLoop(() -> meter.start().compose(started -> {
            var settlements = new ArrayList<Future<Void>>();
            for (int round = 0; round < 3; round++) {
                applications.forEach(application ->
                        meter.count(new UsageKey(KEY.month(), application, KEY.api(), KEY.version(), KEY.plan())));
                settlements.add(meter.settle());
            }
            return Future.all(settlements);
        }));
        onEventLoop(() -> {
            applications.forEach(application ->
                    meter.count(new UsageKey(KEY.month(), application, KEY.api(), KEY.version(), KEY.plan())));
            return meter.settle();
        });
        onEventLoop(meter::stop);
        assertThat(table.ofApplications(KEY.month(), applications).await())
                .hasSize(applications.size())
                .allMatch(usage -> usage.calls() == 4);
    }

    private UsageMeter meter() {
        return MeteringProcess.meter(vertx, Settings.of(environment), folder);
    }

    private long settled() {
        return table.ofApplications(KEY.month(), List.of(KEY.application())).await().stream()
                .mapToLong(Usage::calls)
                .sum();
    }

    private <T> T onEventLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(begin -> work.get().onComplete(done));
        return done.future().await();
    }
}
