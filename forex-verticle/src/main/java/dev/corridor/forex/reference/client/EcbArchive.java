package dev.corridor.forex.reference.client;

import dev.corridor.forex.reference.domain.RatePublication;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The European Central Bank's files in the moneta-convert-ecb artifact. Its methods block: not for an event loop. */
public final class EcbArchive {
    private static final String FOLDER = "/org/javamoney/moneta/convert/ecb/defaults/";
    private static final File DAILY = new File("eurofxref-daily.xml");
    private static final File NINETY_DAYS = new File("eurofxref-hist-90d.xml");
    private static final File HISTORY = new File("eurofxref-hist.xml");

    /** Returns the newest publication of all files. Cheap, because each file starts with its newest publication. */
    public RatePublication newest() {
        return files().stream()
                .map(File::newest)
                .max(Comparator.comparing(RatePublication::asOf))
                .orElseThrow();
    }

    /** Returns the files in the order in which they are to be imported, so that the imported history never has holes. */
    public List<File> files() {
        return List.of(DAILY, NINETY_DAYS, HISTORY);
    }

    /** Returns the file with every publication since 1999. */
    public File history() {
        return HISTORY;
    }

    /** One file of the archive. */
    public record File(String name) {

        public EcbXml open() {
            return new EcbXml(stream());
        }

        /** Returns the size, which differs between versions of the file. */
        public long sizeBytes() {
            try {
                return Objects.requireNonNull(EcbArchive.class.getResource(FOLDER + name))
                        .openConnection()
                        .getContentLengthLong();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private RatePublication newest() {
            try (var publications = open()) {
                return publications.next();
            }
        }

        private InputStream stream() {
            return Objects.requireNonNull(EcbArchive.class.getResourceAsStream(FOLDER + name), name);
        }
    }
}
