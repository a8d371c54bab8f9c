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

    @Test
    void a_rotation_signs_with_the_key_that_was_announced_and_keeps_the_old_one() {
        var keys = EdgeKeys.open(folder, now);
        var before = keys.keySet().getJsonArray("keys");
        var other = EdgeKeys.open(folder, now);

        keys.rotate(now.instant());
        other.refresh(now.instant());

        var after = keys.keySet().getJsonArray("keys");
        assertThat(after.getJsonObject(0)).isEqualTo(before.getJsonObject(1));
        assertThat(after.getJsonObject(2)).isEqualTo(before.getJsonObject(0));
        assertThat(keys.signingKey().getString("kid"))
                .isEqualTo(before.getJsonObject(1).getString("kid"));
        assertThat(other.keySet()).isEqualTo(keys.keySet());
    }

    @Test
    void two_processes_that_rotate_at_once_rotate_once() {
        var one = EdgeKeys.open(folder, now);
        var other = EdgeKeys.open(folder, now);

        one.rotate(now.instant());
        other.rotate(now.instant());

        assertThat(other.keySet()).isEqualTo(one.keySet());
    }

    @Test
    void keys_rotate_by_age_and_are_withdrawn_when_their_tokens_have_expired() {
        var keys = EdgeKeys.open(folder, now);
        var day = Duration.ofDays(1);

        keys.refresh(now.instant().plus(day));
        assertThat(keys.keySet().getJsonArray("keys")).hasSize(2);
        keys.refresh(now.instant().plus(day.multipliedBy(31)));
        assertThat(keys.keySet().getJsonArray("keys")).hasSize(3);
        keys.rotate(now.instant().plus(day.multipliedBy(33)));
        assertThat(keys.keySet().getJsonArray("keys"))
                .as("current, next, and the one of the second day")
                .hasSize(3);
    }
}
