package dev.corridor.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** Main class of the process that {@link EmbeddedKafka} starts: a broker that is its own controller. It ends on SIGTERM. */
final class KafkaBroker {
    private KafkaBroker() {}

    /** Runs a broker. The arguments are the properties file and the file that it creates when it is ready. */
    public static void main(String[] arguments) throws IOException {
        var configuration = Path.of(arguments[0]);
        var readyFile = Path.of(arguments[1]);
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(configuration)) {
            properties.load(reader);
        }
        if (!Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"))) {
            format(configuration);
        }
        var broker = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::shutdown, "stop"));
        broker.startup();
        Files.createFile(readyFile);
        broker.awaitShutdown();
    }

    private static void format(Path configuration) {
        var arguments = new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", configuration.toString()};
        if (StorageTool.execute(arguments, System.out) != 0) {
            System.exit(1);
        }
    }
}
