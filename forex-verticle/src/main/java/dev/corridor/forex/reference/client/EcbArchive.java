package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.zip.ZipInputStream;

/**
 * Archive of every publication of the European Central Bank since 1999, up to the day in the name of its file. Its methods block: not
 * for an event loop.
 */
public final class EcbArchive {
    private static final String FILE = "eurofxref-hist-2026-10-30.zip";
    private static final String PATH = "/ecb/" + FILE;

    /** Returns the name of the file, which differs between versions of the archive. */
    public String name() {
        return FILE;
    }

    /** Returns the size of the file, which differs between versions of the archive. */
    public long sizeBytes() {
        try {
            return Objects.requireNonNull(EcbArchive.class.getResource(PATH), PATH)
                    .openConnection()
                    .getContentLengthLong();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the newest publication. Cheap, because the file starts with it. */
    public RatePublication newest() {
        try (var publications = open()) {
            return publications.next();
        }
    }

    /** Opens the publications, newest first. */
    public PublicationReader open() {
        return new EcbCsv(stream());
    }

    private static InputStream stream() {
        var zip = new ZipInputStream(Objects.requireNonNull(EcbArchive.class.getResourceAsStream(PATH), PATH));
        try {
            Objects.requireNonNull(zip.getNextEntry(), "the archive is empty");
            return zip;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
