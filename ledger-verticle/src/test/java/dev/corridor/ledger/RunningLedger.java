package dev.corridor.ledger;

import dev.corridor.embedded.TestServers;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.sql.Schema;
import dev.corridor.kit.testing.GrpcCaller;
import dev.corridor.kit.testing.HttpCaller;
import dev.corridor.kit.testing.RunningService;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Ledger deployed as in production on a new database. */
public final class RunningLedger implements AutoCloseable {
    private final RunningService service;
    private final String admin;

    public RunningLedger() {
        this(Map.of());
    }

    /** @param variables override all others */
    public RunningLedger(Map<String, String> variables) {
        var environment = new HashMap<>(TestServers.shared().freshDatabase("ledger"));
        environment.put("INSTANCES", "2");
        environment.put("KAFKA_BOOTSTRAP_SERVERS", TestServers.shared().kafka());
        environment.putAll(variables);
        service = RunningService.start(new LedgerService(), environment);
        admin = token("payment-service", Scope.LEDGER_ADMIN);
    }

    public HttpCaller http() {
        return service.http();
    }

    RunningService service() {
        return service;
    }

    /** The methods of gRPC as JSON. */
    HttpCaller json() {
        return HttpCaller.onPort(service.grpcPort());
    }

    public GrpcCaller grpc() {
        return service.grpc();
    }

    /** Token of a service with the scope ledger:admin. */
    public String admin() {
        return admin;
    }

    public String tokenUntil(Instant expiresAt, String subject, Scope... scopes) {
        return service.tokenUntil(expiresAt, subject, scopes);
    }

    public String token(String subject, Scope... scopes) {
        return service.token(subject, scopes);
    }

    public double metric(String name) {
        return service.metric(name);
    }

    /** Runs SQL as the owner of the database, who may change everything. */
    public void asOwner(String sql) {
        new DatabaseOwner(Schema.Owner.from(service.settings())).execute(sql);
    }

    @Override
    public void close() {
        service.close();
    }
}
