package dev.corridor.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Kafka broker on loopback, in KRaft mode, in a JVM of its own. It creates topics when they are first used. */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String NAME = "Kafka";
    private static final Duration STOP_BOUND = Duration.ofSeconds(15);

    private final int port;
    private final ServerProcess process;

    /**
     * Options of a broker.
     *
     * @param folder the folder of its data and log
     * @param controllerPort the port of its KRaft controller
     * @param login that clients give; empty: anybody may connect
     * @param jvmOptions additional options of the broker's JVM
     */
    public record Options(Path folder, int port, int controllerPort, Optional<Login> login, List<String> jvmOptions) {
        /** Options of a broker for a test, without a login. */
        public static Options open(Path folder) {
            return new Options(folder, Ports.free(), Ports.free(), Optional.empty(), List.of());
        }
    }

    /** A user and the password, by SASL's mechanism PLAIN. Both consist of letters, digits, - and _. */
    public record Login(String user, String password) {
        /** Configures a listener that accepts this login, and uses it to connect to itself. */
        private String jaas() {
            return ("org.apache.kafka.common.security.plain.PlainLoginModule required"
                            + " username=\"%1$s\" password=\"%2$s\" user_%1$s=\"%2$s\";")
                    .formatted(user, password);
        }
    }

    private EmbeddedKafka(int port, ServerProcess process) {
        this.port = port;
        this.process = process;
    }

    public static EmbeddedKafka start(Options options) {
        var folder = new ServerFolder(NAME, options.folder());
        folder.claim();
        Ports.requireFree(NAME, options.port());
        Ports.requireFree(NAME, options.controllerPort());
        folder.containsData("meta.properties");
        var configuration = folder.path().resolve("broker.properties");
        var readyFile = folder.path().resolve("ready");
        try {
            Files.createDirectories(folder.data());
            Files.deleteIfExists(readyFile);
        } catch (IOException e) {
            throw new ServerFailure(NAME + "'s data folder cannot be created: " + e.getMessage(), e);
        }
        ServerFolder.write(configuration, properties(folder, options));
        var process = ServerProcess.start(
                folder,
                command(options, configuration, readyFile),
                Map.of(),
                ServerProcess.StopSignal.TERM,
                STOP_BOUND);
        return new EmbeddedKafka(
                options.port(), process.awaitReady(() -> Files.exists(readyFile), StartTimeout.ofThisMachine()));
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    public ServerProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private static List<String> command(Options options, Path configuration, Path readyFile) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = new ArrayList<>(List.of(
                java.toString(),
                "-Xmx256m",
                "-Xms64m",
                "-Xlog:disable",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+UseTransparentHugePages",
                "-Djava.awt.headless=true",
                "-Dlogback.configurationFile=kafka-logback.xml"));
        command.addAll(JavaRuntimeOptions.ofThisRuntime());
        command.addAll(options.jvmOptions());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                configuration.toString(),
                readyFile.toString()));
        return command;
    }

    private static Map<String, String> security(Options options) {
        String protocol = options.login().isPresent() ? "SASL_PLAINTEXT" : "PLAINTEXT";
        var security = new TreeMap<String, String>();
        security.put("listener.security.protocol.map", "CLIENTS:%1$s,CONTROLLER:%1$s".formatted(protocol));
        options.login().ifPresent(login -> {
            security.put("sasl.enabled.mechanisms", "PLAIN");
            security.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
            security.put("sasl.mechanism.controller.protocol", "PLAIN");
            security.put("listener.name.clients.plain.sasl.jaas.config", login.jaas());
            security.put("listener.name.controller.plain.sasl.jaas.config", login.jaas());
        });
        return security;
    }

    /** Returns the configuration of a single broker: replication factor 1, few threads, no delay for consumer groups to fill. */
    private static String properties(ServerFolder folder, Options options) {
        var properties = new TreeMap<String, Object>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", 1);
        properties.put(
                "listeners",
                "CLIENTS://%s:%d,CONTROLLER://%s:%d"
                        .formatted(Ports.LOOPBACK, options.port(), Ports.LOOPBACK, options.controllerPort()));
        properties.put("advertised.listeners", "CLIENTS://" + Ports.LOOPBACK + ":" + options.port());
        properties.putAll(security(options));
        properties.put("inter.broker.listener.name", "CLIENTS");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.voters", "1@" + Ports.LOOPBACK + ":" + options.controllerPort());
        properties.put("log.dirs", folder.data());
        properties.put("num.partitions", 4);
        properties.put("auto.create.topics.enable", true);
        properties.put("group.initial.rebalance.delay.ms", 0);
        properties.put("offsets.topic.replication.factor", 1);
        properties.put("offsets.topic.num.partitions", 1);
        properties.put("transaction.state.log.replication.factor", 1);
        properties.put("transaction.state.log.min.isr", 1);
        properties.put("transaction.state.log.num.partitions", 1);
        properties.put("num.network.threads", 1);
        properties.put("num.io.threads", 2);
        properties.put("background.threads", 2);
        properties.put("log.cleaner.dedupe.buffer.size", 4 * 1024 * 1024);
        return properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
