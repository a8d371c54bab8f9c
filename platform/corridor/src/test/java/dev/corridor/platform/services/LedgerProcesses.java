package dev.corridor.platform.services;

import dev.corridor.embedded.Ports;
import dev.corridor.embedded.TestIssuer;
import dev.corridor.embedded.TestServers;
import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.domain.audit.AuditReport;
import dev.corridor.ledger.usecase.LedgerAudit;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.AccountKind;
import dev.corridor.ledger.v1.LimitPolicy;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ledger processes on one new database, with clients and a token issuer. */
final class LedgerProcesses implements AutoCloseable {
    private final TestIssuer issuer = TestIssuer.start();
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, String> environment =
            new HashMap<>(TestServers.shared().freshDatabase("ledger"));
    private final Map<String, String> database = Map.copyOf(environment);
    private final List<ServiceProcess> processes = new ArrayList<>();
    private final Path folder;

    LedgerProcesses(Path folder) {
        this.folder = folder;
        environment.putAll(issuer.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        environment.put("LEDGER_BATCH_TIMEOUT", "PT2S");
    }

    int databasePort() {
        return Integer.parseInt(database.get("DATABASE_PORT"));
    }

    /** Makes ledgers that start from now on connect to the database through that port. */
    void connectDatabaseThrough(int port) {
        environment.put("DATABASE_PORT", Integer.toString(port));
    }

    ServiceProcess startLedger() {
        var process = ServiceProcess.start("ledger", folder.resolve("ledger" + processes.size()), environment);
        processes.add(process);
        return process;
    }

    RetryingLedgerClient clientOf(ServiceProcess... ledgers) {
        var addresses = new ArrayList<HostPort>();
        for (var ledger : ledgers) {
            addresses.add(new HostPort(Ports.LOOPBACK, ledger.grpcPort()));
        }
        return new RetryingLedgerClient(vertx, addresses, issuer.token("tests", Scope.LEDGER_ADMIN.value()));
    }

    static Account bank(RetryingLedgerClient client) {
        return client.open("house", "bank_clearing", AccountKind.ACCOUNT_KIND_ASSET, LimitPolicy.LIMIT_POLICY_NONE);
    }

    static Account wallet(RetryingLedgerClient client) {
        return client.open(
                UUID.randomUUID().toString(),
                "wallet",
                AccountKind.ACCOUNT_KIND_LIABILITY,
                LimitPolicy.LIMIT_POLICY_NO_OVERDRAFT);
    }

    /** Verifies the whole ledger, as {@code ./corridor verify-ledger} does. */
    AuditReport audit() throws SQLException {
        String url = "jdbc:postgresql://%s:%s/%s"
                .formatted(database.get("DATABASE_HOST"), database.get("DATABASE_PORT"), database.get("DATABASE_NAME"));
        try (var connection =
                DriverManager.getConnection(url, database.get("DATABASE_USER"), database.get("DATABASE_PASSWORD"))) {
            return LedgerAudit.run(connection, progress -> {});
        }
    }

    @Override
    public void close() {
        processes.forEach(ServiceProcess::close);
        vertx.close().await();
        issuer.close();
    }
}
