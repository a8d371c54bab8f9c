package dev.corridor.forex.reference.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.time.LocalDate;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class EcbArchiveTest {
    private final EcbArchive archive = new EcbArchive();

    @Test
    void the_newest_publication_is_found() {
        assertThat(archive.newest().asOf()).isAfterOrEqualTo("2023-02-21");
        assertThat(archive.newest().perEuro()).hasSizeGreaterThan(25);
    }

    @Test
    void the_history_starts_in_1999_and_has_discontinued_currencies() {
        LocalDate last = LocalDate.MAX;
        int days = 0;
        var codes = new HashSet<String>();
        try (var publications = archive.history().open()) {
            while (publications.hasNext()) {
                RatePublication publication = publications.next();
                assertThat(publication.asOf()).isBefore(last);
                last = publication.asOf();
                publication.perEuro().keySet().stream().map(Currency::code).forEach(codes::add);
                days++;
            }
        }
        assertThat(last).isEqualTo("1999-01-04");
        assertThat(days).isGreaterThan(6_000);
        assertThat(codes).contains("CYP", "EEK", "HRK", "LTL", "LVL", "MTL", "ROL", "RUB", "SIT", "SKK", "TRL");
    }

    @Test
    void every_file_has_its_own_size() {
        assertThat(archive.files())
                .allSatisfy(file -> assertThat(file.sizeBytes()).isPositive());
    }
}
