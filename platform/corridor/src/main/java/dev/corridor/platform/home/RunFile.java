package dev.corridor.platform.home;

import dev.corridor.kit.config.Secret;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Run file of a platform: tells the other commands which process runs it and gives them its secrets. Only the file's owner can
 * read it. The platform deletes the file when it stops, and every start generates new secrets.
 *
 * @param pid id of the process that runs the platform
 * @param startedAt start time of that process, which tells it apart from a later process with the same id
 * @param certificate PEM file of the certificate that the edge uses for TLS
 */
public record RunFile(long pid, Instant startedAt, Path certificate, Secrets secrets) {
    public static final String OPERATOR = "operator";

    /**
     * Passwords and secrets of a running platform.
     *
     * @param database password of PostgreSQL's superuser
     * @param kafka password of Kafka's user
     * @param redis password of Redis
     * @param operator secret of the client {@value #OPERATOR} at the token endpoint
     * @param users the one password that all users of a local platform share at the token endpoint
     */
    public record Secrets(Secret database, Secret kafka, Secret redis, Secret operator, Secret users) {}

    public static RunFile ofThisProcess(Path certificate, Secrets secrets) {
        var process = ProcessHandle.current();
        return new RunFile(process.pid(), startOf(process), certificate, secrets);
    }

    public void write(Path file) {
        var json = new JsonObject()
                .put("pid", pid)
                .put("started_at", startedAt.toString())
                .put("certificate", certificate.toString())
                .put("database_password", secrets.database().value())
                .put("kafka_password", secrets.kafka().value())
                .put("redis_password", secrets.redis().value())
                .put("operator_secret", secrets.operator().value())
                .put("user_password", secrets.users().value());
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var unfinished = Files.createTempFile(file.getParent(), "run", ".new", ownerOnly);
            Files.writeString(unfinished, json.encodePrettily());
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Reads the file of the platform with that port offset. @throws CommandFailure when it is not running */
    public static RunFile ofRunning(PortMap ports, Map<String, String> environment) {
        var offset = ports.offset() == 0 ? "" : " --port-offset " + ports.offset();
        return read(Home.of(environment, ports).runFile())
                .orElseThrow(() -> new CommandFailure(
                        "No platform is running here. Start it in another terminal with: ./corridor up" + offset));
    }

    /** Reads the file. Empty when no platform is running. */
    public static Optional<RunFile> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            var json = new JsonObject(Files.readString(file));
            var run = new RunFile(
                    json.getLong("pid"),
                    json.getInstant("started_at"),
                    Path.of(json.getString("certificate")),
                    new Secrets(
                            new Secret(json.getString("database_password")),
                            new Secret(json.getString("kafka_password")),
                            new Secret(json.getString("redis_password")),
                            new Secret(json.getString("operator_secret")),
                            new Secret(json.getString("user_password"))));
            return Optional.of(run).filter(RunFile::isRunning);
        } catch (IOException | DecodeException | NullPointerException e) {
            throw new CommandFailure("The file " + file + " cannot be read. If no platform is running, remove it.", e);
        }
    }

    private boolean isRunning() {
        return ProcessHandle.of(pid)
                .filter(process -> startOf(process).equals(startedAt))
                .isPresent();
    }

    private static Instant startOf(ProcessHandle process) {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }
}
