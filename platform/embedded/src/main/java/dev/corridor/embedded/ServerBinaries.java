package dev.corridor.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.tukaani.xz.XZInputStream;

/**
 * Programs of the servers, unpacked from their Maven artifacts once per user and version into
 * {@code $XDG_CACHE_HOME/corridor} (by default {@code ~/.cache/corridor}).
 */
final class ServerBinaries {
    private static final Map<String, String> POSTGRESQL_ARCHIVES =
            Map.of("amd64", "postgres-linux-x86_64.txz", "aarch64", "postgres-linux-arm_64.txz");
    private static final Map<String, String> REDIS_EXECUTABLES =
            Map.of("amd64", "redis-server-6.2.6-v5-linux-amd64", "aarch64", "redis-server-6.2.7-linux-arm64");

    private final Path cache;

    ServerBinaries(Path cache) {
        this.cache = cache;
    }

    static ServerBinaries ofThisUser() {
        var home = System.getenv("XDG_CACHE_HOME");
        var caches =
                home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(home);
        return new ServerBinaries(caches.resolve("corridor"));
    }

    /** Returns the folder that contains bin/postgres and bin/initdb. */
    Path postgreSql() {
        var archive = forThisMachine("PostgreSQL", POSTGRESQL_ARCHIVES);
        return unpacked("postgresql-17", archive, this::untar);
    }

    /** Returns the redis-server executable. */
    Path redis() {
        var executable = forThisMachine("Redis", REDIS_EXECUTABLES);
        return unpacked("redis-6.2", executable, (packed, folder) -> {
                    var file = folder.resolve("redis-server");
                    Files.copy(packed, file);
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                })
                .resolve("redis-server");
    }

    private interface Unpacking {
        void unpack(InputStream packed, Path folder) throws IOException;
    }

    /** Unpacks beside the target and renames, so that an existing folder is complete even if several processes unpack at once. */
    private Path unpacked(String name, String resource, Unpacking unpacking) {
        try (var packed = ServerBinaries.class.getClassLoader().getResourceAsStream(resource)) {
            if (packed == null) {
                throw new ServerFailure("The program archive " + resource + " is not on the class path.");
            }
            var target = cache.resolve(name + "-" + sizeOf(resource));
            if (Files.isDirectory(target)) {
                return target;
            }
            Files.createDirectories(cache);
            var incomplete = Files.createTempDirectory(cache, "unpacking-");
            unpacking.unpack(packed, incomplete);
            moveUnlessPresent(incomplete, target);
            return target;
        } catch (IOException e) {
            throw new ServerFailure("The program " + resource + " cannot be unpacked into " + cache + ": " + e, e);
        }
    }

    private static void moveUnlessPresent(Path unpacked, Path target) throws IOException {
        try {
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            ServerFolder.delete(unpacked);
        }
    }

    private void untar(InputStream packed, Path folder) throws IOException {
        var tar = new ProcessBuilder("tar", "-x", "-C", folder.toString())
                .redirectErrorStream(true)
                .start();
        try (var files = new XZInputStream(packed);
                var into = tar.getOutputStream()) {
            files.transferTo(into);
        }
        try {
            if (tar.waitFor() != 0) {
                throw new IOException("tar: " + new String(tar.getInputStream().readAllBytes()).strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static long sizeOf(String resource) throws IOException {
        var url = ServerBinaries.class.getClassLoader().getResource(resource);
        return url == null ? 0 : url.openConnection().getContentLengthLong();
    }

    private static String forThisMachine(String server, Map<String, String> byArchitecture) {
        var system = System.getProperty("os.name");
        var architecture = System.getProperty("os.arch");
        var resource = byArchitecture.get(architecture);
        if (!system.equals("Linux") || resource == null) {
            throw new ServerFailure("The embedded " + server + " runs on Linux on x86-64 or ARM64; this is " + system
                    + " on " + architecture + ".");
        }
        return resource;
    }
}
