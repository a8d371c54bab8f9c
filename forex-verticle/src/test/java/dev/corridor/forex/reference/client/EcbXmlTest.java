package dev.corridor.forex.reference.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.reference.domain.Publications;
import dev.corridor.forex.reference.domain.RatePublication;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcbXmlTest {
    private static final String ENVELOPE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
                xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
              <gesmes:subject>Reference rates</gesmes:subject>
              <Cube>%s</Cube>
            </gesmes:Envelope>
            """;

    @Test
    void publications_come_in_the_order_of_the_file() {
        var days = ENVELOPE.formatted(
                """
                <Cube time='2023-02-21'><Cube currency='USD' rate='1.0664'/><Cube currency='CZK' rate='23.730'/></Cube>
                <Cube time='2023-02-20'><Cube currency='USD' rate='1.0674'/></Cube>
                """);

        assertThat(read(days))
                .containsExactly(
                        Publications.of("2023-02-21", Map.of("USD", "1.0664", "CZK", "23.73")),
                        Publications.of("2023-02-20", Map.of("USD", "1.0674")));
    }

    @Test
    void a_currency_that_the_jdk_does_not_know_is_skipped() {
        var day = ENVELOPE.formatted(
                "<Cube time='2023-02-21'><Cube currency='USD' rate='1.0664'/><Cube currency='QQQ' rate='1'/></Cube>");

        assertThat(read(day)).containsExactly(Publications.of("2023-02-21", Map.of("USD", "1.0664")));
    }

    @Test
    void a_file_without_publications_has_none() {
        assertThat(read(ENVELOPE.formatted(""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Cube time='yesterday'/>",
                "<Cube time='2023-02-21'><Cube currency='USD' rate='NaN'/></Cube>",
                "<Cube time='2023-02-21'><Cube currency='USD' rate='0'/></Cube>",
                "<Cube time='2023-02-21'><Cube currency='USD' rate='-1'/></Cube>",
                "<Cube time='2023-02-21'><Cube currency='USD'/></Cube>",
                "<Cube time='2023-02-21'>",
            })
    void an_invalid_publication_is_refused(String cube) {
        assertThatThrownBy(() -> read(ENVELOPE.formatted(cube))).isInstanceOf(UnreadablePublication.class);
    }

    @Test
    void an_external_entity_is_not_read() {
        var attack =
                """
                <?xml version="1.0"?>
                <!DOCTYPE Envelope [<!ENTITY file SYSTEM "file:///etc/hostname">]>
                <Envelope>&file;</Envelope>
                """;

        assertThatThrownBy(() -> read(attack)).isInstanceOf(UnreadablePublication.class);
    }

    private static List<RatePublication> read(String xml) {
        var publications = new ArrayList<RatePublication>();
        try (var reader = new EcbXml(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))) {
            reader.forEachRemaining(publications::add);
        }
        return publications;
    }
}
