package dev.corridor.platform.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Class data sharing archive beside the runnable jar. A JVM maps the classes in it instead of loading them, which makes its
 * start faster. An archive fits only the jar that it was recorded with, so every build records it again.
 */
public record ClassArchive(Path file) {
    public static ClassArchive ofKafka() {
        return besideTheJar("kafka.jsa");
    }

    static ClassArchive ofServices() {
        return besideTheJar("corridor.jsa");
    }

    private static ClassArchive besideTheJar(String name) {
        return new ClassArchive(Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0])
                .resolveSibling(name));
    }

    /** Options of a JVM that uses the archive, if it exists. */
    public List<String> jvmOptions() {
        return Files.exists(file) ? List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** Options of a JVM that writes the archive when it ends. */
    public List<String> recordingJvmOptions() {
        return List.of("-XX:ArchiveClassesAtExit=" + file);
    }
}
