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
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The real servers that tests run against, started once a run.
 *
 * <p>{@code ./corridor test} starts them by {@link #main} and says where they are in the file that the environment
 * variable {@value #WHERE} names. Without it, in an IDE or a single {@code mvn test}, the first use of each starts it,
 * and the end of the JVM stops it.
 */
public abstract class TestServers {
    public static final String WHERE = "CORRIDOR_TEST_SERVERS";
    private static final SecureRandom RANDOM = new SecureRandom();

    public static TestServers shared() {
        return Shared.SERVERS;
    }

    public abstract PostgreSqlServer postgresql();

    /** As REDIS_URL wants it. */
    public abstract String redis();

    /** As KAFKA_BOOTSTRAP_SERVERS wants it. */
    public abstract String kafka();

    /** A database of this test's own, as the environment variables that the service is configured by. */
    public Map<String, String> freshDatabase(String service) {
        return postgresql().createService(service + "_" + suffix()).environment();
    }

    private static String suffix() {
        var bytes = new byte[4];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Starts all three, writes where they are into the file named, and keeps them until it is ended or its input ends. */
    public static void main(String[] arguments) throws IOException {
        var servers = new Started();
        Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop"));
        var where = new Properties();
        where.setProperty(
                "postgresql.port", Integer.toString(servers.postgresql().port()));
        where.setProperty("postgresql.user", servers.postgresql().superuser());
        where.setProperty("postgresql.password", servers.postgresql().password());
        where.setProperty("redis", servers.redis());
        where.setProperty("kafka", servers.kafka());
        var file = Path.of(arguments[0]);
        var half = Files.createTempFile(file.toAbsolutePath().getParent(), "servers", ".tmp");
        try (var writer = Files.newBufferedWriter(half)) {
            where.store(writer, "Test servers of this run");
        }
        Files.move(half, file);
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static final class Shared {
        private static final TestServers SERVERS = find();

        private static TestServers find() {
            var file = System.getenv(WHERE);
            if (file != null && !file.isBlank()) {
                return Running.readFrom(Path.of(file));
            }
            var servers = new Started();
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "stop-test-servers"));
            return servers;
        }
    }

    /** Servers that somebody else started. */
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
            var where = new Properties();
            try (var reader = Files.newBufferedReader(file)) {
                where.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(WHERE + " names a file that cannot be read", e);
            }
            var postgresql = new PostgreSqlServer(
                    Ports.LOOPBACK,
                    Integer.parseInt(where.getProperty("postgresql.port")),
                    where.getProperty("postgresql.user"),
                    where.getProperty("postgresql.password"));
            return new Running(postgresql, where.getProperty("redis"), where.getProperty("kafka"));
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

    /** Servers of this process, each started when first asked for, in a folder that goes with them. */
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
                redis = EmbeddedRedis.start(new EmbeddedRedis.Options(folder("redis"), Ports.free(), false));
                running.push(redis);
            }
            return redis.url();
        }

        @Override
        public synchronized String kafka() {
            if (kafka == null) {
                kafka = EmbeddedKafka.start(
                        new EmbeddedKafka.Options(folder("kafka"), Ports.free(), Ports.free(), List.of()));
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
