package dev.corridor.platform.home;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** File lock on a {@link Home}. The operating system releases it when the process ends, even if the process is killed. */
public final class HomeLock implements AutoCloseable {
    private final List<FileLock> locks = new ArrayList<>();

    private HomeLock() {}

    /** @throws CommandFailure when another process holds the lock */
    public static HomeLock take(Home home) {
        var lock = new HomeLock();
        lock.add(home);
        return lock;
    }

    /** Locks this home and the homes of platforms with a port offset, which are folders inside it. */
    public static HomeLock takeAll(Home home) {
        var lock = take(home);
        try (Stream<Path> inside = Files.list(home.path())) {
            inside.filter(path -> path.getFileName().toString().startsWith("offset-"))
                    .forEach(path -> lock.add(new Home(path)));
            return lock;
        } catch (IOException e) {
            lock.close();
            throw new UncheckedIOException(e);
        } catch (CommandFailure e) {
            lock.close();
            throw e;
        }
    }

    private void add(Home home) {
        try {
            var channel = FileChannel.open(home.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new CommandFailure("A platform is running with its data in " + home.path() + holder(home)
                        + ". Stop it first (Ctrl-C in its terminal).");
            }
            locks.add(lock);
        } catch (IOException e) {
            throw new CommandFailure("The file " + home.lockFile() + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static String holder(Home home) {
        return RunFile.read(home.runFile())
                .map(run -> " (process " + run.pid() + ")")
                .orElse("");
    }

    @Override
    public void close() {
        for (var lock : locks) {
            try {
                lock.acquiredBy().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
