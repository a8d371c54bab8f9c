package dev.corridor.ledger.wire;

import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.id;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.TransferType;
import dev.corridor.ledger.domain.statement.Entry;
import dev.corridor.ledger.domain.statement.Statement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements of entries that were stored before the rule for texts was enforced. */
class StatementDocumentsTest {
    @ParameterizedTest
    @ValueSource(strings = {"\uffff", "\ufffe", "\u0000", "\u0085", "\ud800"})
    void a_text_that_a_document_cannot_carry_is_rendered_with_a_replacement(String character) {
        var statement = statement("rent" + character + "May");

        String xml = StatementCamt053.of(statement, new UUID(1, 2), NOON);

        assertThat(xml).contains("rent\ufffdMay");
        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))))
                .doesNotThrowAnyException();
        assertThat(StatementCsv.of(statement)).contains("rent\ufffdMay");
    }

    private static Statement statement(String reference) {
        var account = new AccountProfile(wallet("ada", USD, 70_00), Metadata.NONE);
        var entry = new Entry(
                id("transfer"),
                id("posting"),
                TransferType.DIRECT,
                Direction.CREDIT,
                new Money(60_00, USD),
                new Money(100_00, USD),
                2,
                id("counter account"),
                "payment",
                reference,
                NOON,
                NOON,
                Optional.empty(),
                "");
        return Statement.of(account, NOON, NOON.plusSeconds(60), 40_00, List.of(entry), 10);
    }
}
