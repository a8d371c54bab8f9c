package dev.corridor.forex.reference.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.forex.reference.domain.RatePublication;
import dev.corridor.kit.value.Currency;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class EcbArchiveTest {
    private final EcbArchive archive = new EcbArchive();

    @Test
    void the_newest_publication_is_found() {
        assertThat(archive.newest().asOf()).isEqualTo("2026-10-30");
        assertThat(archive.newest().perEuro())
                .hasSize(29)
                .containsEntry(Currency.of("USD"), new BigDecimal("1.1172"))
                .containsEntry(Currency.of("ZAR"), new BigDecimal("18.6455"))
                .doesNotContainKey(Currency.of("BGN"));
    }

    @Test
    void the_history_starts_in_1999_and_has_discontinued_currencies() {
        LocalDate last = LocalDate.MAX;
        int days = 0;
        var codes = new HashSet<String>();
        try (var publications = archive.open()) {
            while (publications.hasNext()) {
                RatePublication publication = publications.next();
                assertThat(publication.asOf()).isBefore(last);
                last = publication.asOf();
                publication.perEuro().keySet().stream().map(Currency::code).forEach(codes::add);
                days++;
            }
        }
        assertThat(last).isEqualTo("1999-01-04");
        assertThat(days).isEqualTo(7_126);
        assertThat(codes)
                .hasSize(41)
                .contains("BGN", "CYP", "EEK", "HRK", "LTL", "LVL", "MTL", "ROL", "RUB", "SIT", "SKK", "TRL");
    }

    @Test
    void no_rate_is_after_the_end_of_its_currency() {
        try (var publications = archive.open()) {
            publications.forEachRemaining(
                    publication -> assertThat(publication.perEuro().keySet())
                            .allSatisfy(currency -> assertThat(currency.existsOn(publication.asOf()))
                                    .as("%s on %s", currency, publication.asOf())
                                    .isTrue()));
        }
    }

    @Test
    void the_file_has_a_size() {
        assertThat(archive.sizeBytes()).isPositive();
    }
}
