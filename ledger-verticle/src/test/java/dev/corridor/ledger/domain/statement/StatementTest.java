package dev.corridor.ledger.domain.statement;

import static dev.corridor.ledger.domain.posting.Samples.NOON;
import static dev.corridor.ledger.domain.posting.Samples.USD;
import static dev.corridor.ledger.domain.posting.Samples.id;
import static dev.corridor.ledger.domain.posting.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.account.Direction;
import dev.corridor.ledger.domain.posting.TransferType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatementTest {
    private final AccountProfile wallet = new AccountProfile(wallet("ada", USD, 70_00), Metadata.NONE);

    @Test
    void it_closes_with_the_balance_after_its_last_entry() {
        var received = entry(Direction.CREDIT, 60_00, 100_00, 2);
        var paid = entry(Direction.DEBIT, 30_00, 70_00, 3);

        var statement = statement(40_00, List.of(received, paid), 2);

        assertThat(statement.opening()).isEqualTo(new Money(40_00, USD));
        assertThat(statement.entries()).containsExactly(received, paid);
        assertThat(statement.closing()).isEqualTo(new Money(70_00, USD));
        assertThat(statement.nextCursor()).isEmpty();
    }

    @Test
    void a_long_statement_has_a_cursor_of_its_next_page() {
        var received = entry(Direction.CREDIT, 60_00, 100_00, 2);

        var statement = statement(40_00, List.of(received, entry(Direction.DEBIT, 30_00, 70_00, 3)), 1);

        assertThat(statement.closing()).isEqualTo(new Money(100_00, USD));
        assertThat(EntryCursor.parse(statement.nextCursor())).isEqualTo(EntryCursor.of(received));
    }

    @Test
    void without_entries_it_closes_as_it_opened() {
        assertThat(statement(7_00, List.of(), 1).closing()).isEqualTo(new Money(7_00, USD));
    }

    private Statement statement(long openingMinor, List<Entry> found, int limit) {
        return Statement.of(wallet, NOON, NOON.plusSeconds(60), openingMinor, found, limit);
    }

    private static Entry entry(Direction direction, long amountMinor, long balanceMinor, long version) {
        return new Entry(
                id("transfer" + version),
                id("posting" + version),
                TransferType.DIRECT,
                direction,
                new Money(amountMinor, USD),
                new Money(balanceMinor, USD),
                version,
                id("counter account"),
                "payment",
                "",
                NOON,
                NOON,
                Optional.empty(),
                "");
    }
}
