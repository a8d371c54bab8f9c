package dev.corridor.platform.host;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a JVM had loaded in an earlier run, kept beside the runnable jar for it to map at start (class data sharing). It
 * fits only the jar it was made with, so the build makes it anew; where there is none, a start is slower and no more.
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

    /** Uses the archive if it is there. */
    public List<String> jvmOptions() {
        return Files.exists(file) ? List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + file) : List.of();
    }

    /** Makes the archive when the JVM ends. */
    public List<String> recordingJvmOptions() {
        return List.of("-XX:ArchiveClassesAtExit=" + file);
    }
}
