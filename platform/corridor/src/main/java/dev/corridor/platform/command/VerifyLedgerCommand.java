package dev.corridor.platform.command;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.kit.config.Settings;
import dev.corridor.ledger.domain.audit.AuditReport;
import dev.corridor.ledger.usecase.LedgerAudit;
import dev.corridor.platform.home.CommandFailure;
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

/** Verifies hash chains, balances and totals of the whole ledger. */
@Command(
        name = "verify-ledger",
        description = "Verifies the whole ledger: hash chains, balances and totals.",
        footer = {
            "",
            "It reads the database of the platform that runs here; if DATABASE_HOST is set, the database that the"
                    + " ledger's variables name (DATABASE_HOST, _PORT, _NAME, _USER, _PASSWORD)."
        },
        mixinStandardHelpOptions = true)
public final class VerifyLedgerCommand implements Callable<Integer> {
    private static final String DATABASE = "corridor_ledger";

    @Mixin
    private PortOffset portOffset;

    @Override
    public Integer call() {
        try (var connection = connect(System.getenv(), portOffset.ports())) {
            var report = LedgerAudit.run(connection, System.err::println);
            System.out.println(summary(report));
            return report.finding().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
        } catch (SQLException e) {
            throw new CommandFailure("The ledger's database cannot be read: " + e.getMessage(), e);
        }
    }

    private static String summary(AuditReport report) {
        return report.finding()
                .map(finding -> "The ledger is NOT correct. First wrong row: " + finding)
                .orElseGet(() ->
                        ("The ledger is correct: %,d transfers in %,d batches with unbroken hash chains, %,d accounts"
                                        + " whose balances equal their transfers, %,d currencies that each sum to zero.")
                                .formatted(
                                        report.transfers(), report.batches(), report.accounts(), report.currencies()));
    }

    private static Connection connect(Map<String, String> environment, PortMap ports) throws SQLException {
        if (environment.containsKey("DATABASE_HOST")) {
            return connect(Settings.of(environment));
        }
        var run = RunFile.ofRunning(ports, environment);
        return PostgreSqlServer.ofSuperuser(
                        Ports.LOOPBACK,
                        ports.postgresql(),
                        run.secrets().database().value())
                .connect(DATABASE);
    }

    private static Connection connect(Settings settings) throws SQLException {
        String url = "jdbc:postgresql://%s:%d/%s"
                .formatted(
                        settings.text("DATABASE_HOST"), settings.port("DATABASE_PORT"), settings.text("DATABASE_NAME"));
        return DriverManager.getConnection(url, settings.text("DATABASE_USER"), settings.text("DATABASE_PASSWORD", ""));
    }
}
