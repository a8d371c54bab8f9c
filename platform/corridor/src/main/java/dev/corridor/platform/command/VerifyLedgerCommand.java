package dev.corridor.platform.command;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.kit.config.Settings;
import dev.corridor.ledger.domain.audit.AuditReport;
import dev.corridor.ledger.usecase.LedgerAudit;
import dev.corridor.platform.home.CommandFailure;
import dev.corridor.platform.home.Home;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.home.RunFile;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

@Command(
        name = "verify-ledger",
        description = "Reads all of the books again and says whether they are whole.",
        footer = {
            "",
            "Of the platform that runs here; or, where DATABASE_HOST is set, of the database that the ledger's"
                    + " variables name (DATABASE_HOST, _PORT, _NAME, _USER, _PASSWORD)."
        },
        mixinStandardHelpOptions = true)
public final class VerifyLedgerCommand implements Callable<Integer> {
    private static final String SUPERUSER = "postgres";
    private static final String DATABASE = "corridor_ledger";

    @Mixin
    private PortOffset portOffset;

    @Override
    public Integer call() {
        try (var connection = connect(System.getenv(), portOffset.ports())) {
            var report = LedgerAudit.run(connection, System.err::println);
            System.out.println(sentence(report));
            return report.finding().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (SQLException e) {
            throw new CommandFailure("The books cannot be read: " + e.getMessage(), e);
        }
    }

    private static String sentence(AuditReport report) {
        return report.finding()
                .map(finding -> "The books are NOT whole. First wrong row: " + finding)
                .orElseGet(
                        () -> ("The books are whole: %,d transfers of %,d batches in unbroken chains, %,d accounts that"
                                        + " hold what their transfers add up to, every one of %,d currencies at zero.")
                                .formatted(
                                        report.transfers(), report.batches(), report.accounts(), report.currencies()));
    }

    private static Connection connect(Map<String, String> environment, PortMap ports) throws SQLException {
        if (environment.containsKey("DATABASE_HOST")) {
            return connect(Settings.of(environment));
        }
        var run = RunFile.read(Home.of(environment, ports).runFile())
                .orElseThrow(() -> new CommandFailure(
                        "No platform is running here. Start it in another terminal with: ./corridor up"));
        return new PostgreSqlServer(
                        Ports.LOOPBACK,
                        ports.postgresql(),
                        SUPERUSER,
                        run.databasePassword().value())
                .connect(DATABASE);
    }

    private static Connection connect(Settings settings) throws SQLException {
        String url = "jdbc:postgresql://%s:%d/%s"
                .formatted(
                        settings.text("DATABASE_HOST"), settings.port("DATABASE_PORT"), settings.text("DATABASE_NAME"));
        return DriverManager.getConnection(url, settings.text("DATABASE_USER"), settings.text("DATABASE_PASSWORD", ""));
    }
}
