package dev.corridor.platform.local;

import dev.corridor.embedded.EmbeddedKafka;
import dev.corridor.embedded.EmbeddedPostgreSql;
import dev.corridor.embedded.EmbeddedRedis;
import dev.corridor.platform.home.PortMap;
import dev.corridor.platform.host.ClassArchive;
import dev.corridor.platform.host.ServiceEnvironment;
import dev.corridor.platform.host.SupervisedServer;
import dev.corridor.platform.host.Supervision;
import java.nio.file.Path;
import java.util.Optional;

/** The supervised servers behind the services, each with its own port and data folder. */
final class EmbeddedServers {
    private final PlatformOptions options;
    private final PlatformSecrets secrets;
    private final PortMap ports;
    private final Path data;
    private final Supervision supervision;

    EmbeddedServers(PlatformOptions options, PlatformSecrets secrets, Supervision supervision) {
        this.options = options;
        this.secrets = secrets;
        this.ports = options.ports();
        this.data = options.data();
        this.supervision = supervision;
    }

    SupervisedServer<EmbeddedPostgreSql> postgresql() {
        var settings =
                new EmbeddedPostgreSql.Options(data.resolve("postgresql"), ports.postgresql(), options.durable());
        return new SupervisedServer<>(
                "PostgreSQL", () -> EmbeddedPostgreSql.start(settings), EmbeddedPostgreSql::process, supervision);
    }

    SupervisedServer<EmbeddedRedis> redis() {
        var settings = new EmbeddedRedis.Options(
                data.resolve("redis"), ports.redis(), secrets.redis().value(), false);
        return new SupervisedServer<>(
                "Redis", () -> EmbeddedRedis.start(settings), EmbeddedRedis::process, supervision);
    }

    SupervisedServer<EmbeddedKafka> kafka() {
        var archive = ClassArchive.ofKafka();
        var settings = new EmbeddedKafka.Options(
                data.resolve("kafka"),
                ports.kafka(),
                ports.kafkaController(),
                Optional.of(new EmbeddedKafka.Login(
                        ServiceEnvironment.KAFKA_USER, secrets.kafka().value())),
                options.archivesClasses() ? archive.recordingJvmOptions() : archive.jvmOptions());
        return new SupervisedServer<>(
                "Kafka", () -> EmbeddedKafka.start(settings), EmbeddedKafka::process, supervision);
    }
}
