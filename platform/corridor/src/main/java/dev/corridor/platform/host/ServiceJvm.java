package dev.corridor.platform.host;

import dev.corridor.embedded.JavaRuntimeOptions;
import dev.corridor.platform.home.ServiceName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JVM of a service process: its options, which are the same as in the Dockerfile, and its command line. */
public final class ServiceJvm {
    /**
     * The heap is small, and half of it is the young generation. Objects of a request that waits for the database must not be
     * promoted, because each collection of the old generation stops the event loop; the survivor spaces may therefore fill to
     * 90 % before objects are promoted early. A process that runs out of memory ends and is started again. Large pages shorten the time that a process needs after an idle phase to fill
     * the processor's address translation cache again.
     */
    public static final List<String> OPTIONS = List.of(
            "-Xmx128m",
            "-Xmn64m",
            "-XX:SurvivorRatio=3",
            "-XX:TargetSurvivorRatio=90",
            "-XX:+UseSerialGC",
            "-XX:+UseTransparentHugePages",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xlog:disable");

    /** Open streams are long-lived: they need a large old generation. compose.yaml has the same option. */
    private static final List<String> OPTIONS_OF_FOREX = List.of("-Xmn32m");

    /**
     * Each stream through the edge has two connections, which are long-lived. The heap has room for the streams that the edge
     * admits; its size is reached only by then. The TLS key passes through a key store in memory, whose password needs no key
     * stretching.
     */
    public static final List<String> OPTIONS_OF_EDGE =
            List.of("-Xmx512m", "-Xmn128m", "-Dkeystore.pkcs12.keyPbeIterationCount=1");

    private ServiceJvm() {}

    /**
     * Command line of a service: the main class of its own distribution, which a production image runs.
     *
     * @param options added to those of every service; a later option overrides an earlier one
     */
    public static List<String> command(ServiceName service, List<String> options) {
        var all = new ArrayList<>(optionsOf(service));
        all.addAll(options);
        return command(
                all, List.of(ServiceDefinitions.definition(service).getClass().getName()));
    }

    /** Returns the options of a service beside those of every service. */
    public static List<String> optionsOf(ServiceName service) {
        return service == ServiceName.FOREX ? OPTIONS_OF_FOREX : List.of();
    }

    /**
     * Command line of a program that runs in the same way as a service.
     *
     * @param arguments main class and its arguments
     */
    public static List<String> command(List<String> options, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(JavaRuntimeOptions.ofThisRuntime());
        command.addAll(ClassArchive.ofServices().jvmOptions());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(arguments);
        return command;
    }
}
