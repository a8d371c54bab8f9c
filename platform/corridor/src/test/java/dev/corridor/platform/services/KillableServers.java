package dev.corridor.platform.services;

import dev.corridor.embedded.EmbeddedKafka;
import dev.corridor.embedded.EmbeddedPostgreSql;
import dev.corridor.embedded.Ports;
import dev.corridor.embedded.PostgreSqlServer;
import dev.corridor.embedded.ServerProcess;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** PostgreSQL and Kafka of one test alone, which can kill them. PostgreSQL writes commits to disk. */
final class KillableServers implements AutoCloseable {
    private final KillableServer<EmbeddedPostgreSql> postgresql;
    private final KillableServer<EmbeddedKafka> kafka;

    /** A server that can be killed and started again with the same data on the same port. */
    static final class KillableServer<S extends AutoCloseable> implements AutoCloseable {
        private final Supplier<S> starter;
        private final Function<S, ServerProcess> process;
        private S running;

        private KillableServer(Supplier<S> starter, Function<S, ServerProcess> process) {
            this.starter = starter;
            this.process = process;
        }

        void start() {
            running = starter.get();
        }

        void kill() {
            process.apply(running).kill();
        }

        void suspend() {
            process.apply(running).suspend();
        }

        void resume() {
            process.apply(running).resume();
        }

        @Override
        public void close() {
            if (running != null) {
                process.apply(running).close();
            }
        }
    }

    static KillableServers start(Path folder) {
        var servers = new KillableServers(folder);
        Stream.of(servers.postgresql, servers.kafka)
                .map(server -> CompletableFuture.runAsync(server::start))
                .toList()
                .forEach(CompletableFuture::join);
        return servers;
    }

    private KillableServers(Path folder) {
        var postgresqlOptions = new EmbeddedPostgreSql.Options(folder.resolve("postgresql"), Ports.free(), true);
        var kafkaOptions = EmbeddedKafka.Options.open(folder.resolve("kafka"));
        postgresql =
                new KillableServer<>(() -> EmbeddedPostgreSql.start(postgresqlOptions), EmbeddedPostgreSql::process);
        kafka = new KillableServer<>(() -> EmbeddedKafka.start(kafkaOptions), EmbeddedKafka::process);
    }

    KillableServer<EmbeddedPostgreSql> postgresql() {
        return postgresql;
    }

    KillableServer<EmbeddedKafka> kafka() {
        return kafka;
    }

    PostgreSqlServer databases() {
        return postgresql.running.server();
    }

    String kafkaBootstrapServers() {
        return kafka.running.bootstrapServers();
    }

    @Override
    public void close() {
        Stream.of(kafka, postgresql).forEach(KillableServer::close);
    }
}
