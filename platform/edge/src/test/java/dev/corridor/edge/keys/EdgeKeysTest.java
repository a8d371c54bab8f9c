package dev.corridor.edge.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeKeysTest {
    @TempDir
    private Path folder;

    private final Clock now = Clock.systemUTC();

    @Test
    void keys_are_created_once() throws IOException {
        var first = EdgeKeys.open(folder, now);
        String certificate = Files.readString(first.trustedCertificates());

        var second = EdgeKeys.open(folder, now);

        assertThat(second.keySet()).isEqualTo(first.keySet());
        assertThat(Files.readString(second.trustedCertificates())).isEqualTo(certificate);
    }

    @Test
    void only_their_owner_can_read_them() throws IOException {
        EdgeKeys.open(folder, now);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(4).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void the_certificate_is_replaced_before_it_expires_and_the_signing_key_stays() throws IOException {
        var first = EdgeKeys.open(folder, now);
        String certificate = Files.readString(first.trustedCertificates());

        var later = EdgeKeys.open(folder, Clock.offset(now, Duration.ofDays(340)));

        assertThat(Files.readString(later.trustedCertificates())).isNotEqualTo(certificate);
        assertThat(later.keySet()).isEqualTo(first.keySet());
    }

    @Test
    void an_incomplete_folder_is_completed() throws IOException {
        var keys = EdgeKeys.open(folder, now);
        Files.delete(keys.tlsKeyFile());

        EdgeKeys.open(folder, now);

        assertThat(keys.tlsKeyFile()).exists();
    }
}
