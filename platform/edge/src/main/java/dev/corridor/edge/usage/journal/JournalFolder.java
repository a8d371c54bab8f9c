package dev.corridor.edge.usage.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folder of usage journals that creates new ones and finds those of processes that have ended. Its methods block. */
public final class JournalFolder {
    /** 8192 counters of 256 bytes: 2 MiB for each event loop. */
    private static final int COUNTERS = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger(JournalFolder.class);

    private final Path folder;

    public JournalFolder(Path folder) {
        this.folder = folder;
    }

    public UsageJournal create(UUID id) throws IOException {
        return UsageJournal.create(folder, id, COUNTERS);
    }

    /** Returns the journals that no running process has locked, each locked by this process from now on. */
    public List<UsageJournal> orphans() throws IOException {
        Files.createDirectories(folder);
        var orphans = new ArrayList<UsageJournal>();
        try (var files = Files.newDirectoryStream(folder, "*" + UsageJournal.SUFFIX)) {
            for (Path file : files) {
                adopt(file, orphans);
            }
        }
        return orphans;
    }

    /** One file that cannot be read must not keep the calls of the others from being settled. It stays where it is. */
    private static void adopt(Path file, List<UsageJournal> orphans) {
        try {
            UsageJournal.adopt(file).ifPresent(orphans::add);
        } catch (NoSuchFileException settled) {
            LOG.atDebug().addKeyValue("file", file).log("usage journal settled by another event loop");
        } catch (IOException | RuntimeException unreadable) {
            LOG.atError().addKeyValue("file", file).setCause(unreadable).log("usage journal not readable");
        }
    }
}
