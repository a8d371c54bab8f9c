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
import java.util.Optional;

/**
 * How the other commands find a running platform and prove that they may use it. Only its owner can read the file; the
 * secrets in it are new with every start and gone with the file.
 *
 * @param pid of the process that runs the platform
 * @param startedAt when that process started, so that another with its number is not taken for it
 * @param certificate what the edge's TLS shows, as a PEM file
 * @param operatorSecret of the client {@value #OPERATOR} at the token endpoint
 * @param databasePassword of PostgreSQL's superuser
 * @param userPassword what stands for every person's password there
 */
public record RunFile(
        long pid,
        Instant startedAt,
        Path certificate,
        Secret databasePassword,
        Secret operatorSecret,
        Secret userPassword) {
    public static final String OPERATOR = "operator";

    public static RunFile ofThisProcess(
            Path certificate, Secret databasePassword, Secret operatorSecret, Secret userPassword) {
        var process = ProcessHandle.current();
        return new RunFile(
                process.pid(), startOf(process), certificate, databasePassword, operatorSecret, userPassword);
    }

    public void write(Path file) {
        var json = new JsonObject()
                .put("pid", pid)
                .put("started_at", startedAt.toString())
                .put("certificate", certificate.toString())
                .put("database_password", databasePassword.value())
                .put("operator_secret", operatorSecret.value())
                .put("user_password", userPassword.value());
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            var half = Files.createTempFile(file.getParent(), "run", ".new", ownerOnly);
            Files.writeString(half, json.encodePrettily());
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CommandFailure("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The platform that is running now; empty when there is none. */
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
                    new Secret(json.getString("database_password")),
                    new Secret(json.getString("operator_secret")),
                    new Secret(json.getString("user_password")));
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
