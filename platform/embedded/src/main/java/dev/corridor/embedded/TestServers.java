package dev.corridor.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;

/**
 * PostgreSQL, Redis and Kafka that tests run against, started once for a test run.
 *
 * <p>{@code ./corridor test} starts them with {@link #main}, which writes their addresses to the file that the environment
 * variable {@value #ADDRESSES_FILE} names. Without the variable, in an IDE or a single {@code mvn verify}, each server is started
 * when it is first used and stopped when the JVM ends.
 */
public abstract class TestServers {
    public static final String ADDRESSES_FILE = "CORRIDOR_TEST_SERVERS";
    private static final SecureRandom RANDOM = new SecureRandom();

    public static TestServers shared() {
        return Shared.SERVERS;
    }

    public abstract PostgreSqlServer postgresql();

    /** The URL of Redis, in the format of REDIS_URL. */
    public abstract String redis();

    /** The address of Kafka, in the format of KAFKA_BOOTSTRAP_SERVERS. */
    public abstract String kafka();

    /** Creates a new database and returns the environment variables of its migration and of a service that uses it. */
    public Map<String, String> freshDatabase(String service) {
        return postgresql().createService(service + "_" + suffix()).testEnvironment();
    }

    private static String suffix() {
        var bytes = new byte[4];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Starts the servers, writes their addresses to the given file, and runs until its input or the process ends. */
    public static void main(String[] arguments) throws IOException {
        var servers = new Started();
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop"));
        var addresses = new Properties();
        addresses.setProperty(
                "postgresql.port", Integer.toString(servers.postgresql().port()));
        addresses.setProperty("postgresql.user", servers.postgresql().superuser());
        addresses.setProperty("postgresql.password", servers.postgresql().password());
        addresses.setProperty("redis", servers.redis());
        addresses.setProperty("kafka", servers.kafka());
        var file = Path.of(arguments[0]);
        var incomplete = Files.createTempFile(file.toAbsolutePath().getParent(), "servers", ".tmp");
        try (var writer = Files.newBufferedWriter(incomplete)) {
            addresses.store(writer, "Test servers of this run");
        }
        Files.move(incomplete, file);
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static final class Shared {
        private static final TestServers SERVERS = find();

        private static TestServers find() {
            var file = System.getenv(ADDRESSES_FILE);
            if (file != null && !file.isBlank()) {
                return Running.readFrom(Path.of(file));
            }
            var servers = new Started();
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-test-servers"));
            return servers;
        }
    }

    /** Servers that another process started. */
    private static final class Running extends TestServers {
        private final PostgreSqlServer postgresql;
        private final String redis;
        private final String kafka;

        private Running(PostgreSqlServer postgresql, String redis, String kafka) {
            this.postgresql = postgresql;
            this.redis = redis;
            this.kafka = kafka;
        }

        private static Running readFrom(Path file) {
            var addresses = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                addresses.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(ADDRESSES_FILE + " names a file that cannot be read", e);
            }
            var postgresql = new PostgreSqlServer(
                    Ports.LOOPBACK,
                    Integer.parseInt(addresses.getProperty("postgresql.port")),
                    addresses.getProperty("postgresql.user"),
                    addresses.getProperty("postgresql.password"));
            return new Running(postgresql, addresses.getProperty("redis"), addresses.getProperty("kafka"));
        }

        @Override
        public PostgreSqlServer postgresql() {
            return postgresql;
        }

        @Override
        public String redis() {
            return redis;
        }

        @Override
        public String kafka() {
            return kafka;
        }
    }

    /** Servers of this process, each started when it is first used, in a temporary folder. */
    private static final class Started extends TestServers implements AutoCloseable {
        private final Deque<AutoCloseable> running = new ArrayDeque<>();
        private Path folder;
        private EmbeddedPostgreSql postgresql;
        private EmbeddedRedis redis;
        private EmbeddedKafka kafka;

        @Override
        public synchronized PostgreSqlServer postgresql() {
            if (postgresql == null) {
                postgresql = EmbeddedPostgreSql.start(
                        new EmbeddedPostgreSql.Options(folder("postgresql"), Ports.free(), false));
                running.push(postgresql);
            }
            return postgresql.server();
        }

        @Override
        public synchronized String redis() {
            if (redis == null) {
                redis = EmbeddedRedis.start(new EmbeddedRedis.Options(folder("redis"), Ports.free(), suffix(), false));
                running.push(redis);
            }
            return redis.url();
        }

        @Override
        public synchronized String kafka() {
            if (kafka == null) {
                kafka = EmbeddedKafka.start(EmbeddedKafka.Options.open(folder("kafka")));
                running.push(kafka);
            }
            return kafka.bootstrapServers();
        }

        private Path folder(String server) {
            try {
                if (folder == null) {
                    folder = Files.createTempDirectory("corridor-test-");
                }
                return folder.resolve(server);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public synchronized void close() {
            while (!running.isEmpty()) {
                try {
                    running.pop().close();
                } catch (Exception e) {
                    System.err.println("A test server did not stop: " + e.getMessage());
                }
            }
            if (folder != null) {
                ServerFolder.delete(folder);
            }
        }
    }
}
