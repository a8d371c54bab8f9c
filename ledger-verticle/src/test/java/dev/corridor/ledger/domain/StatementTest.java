package dev.corridor.ledger.domain;

import static dev.corridor.ledger.domain.Samples.NOON;
import static dev.corridor.ledger.domain.Samples.USD;
import static dev.corridor.ledger.domain.Samples.bank;
import static dev.corridor.ledger.domain.Samples.id;
import static dev.corridor.ledger.domain.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.money.Money;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementTest {

    @Test
    void it_opens_with_the_balance_before_its_first_line() {
        var wallet = wallet("ada", USD, 70_00);
        var paid = entry(Direction.DEBIT, 30_00, 70_00, 3);
        var received = entry(Direction.CREDIT, 60_00, 100_00, 2);

        var statement = Statement.of(wallet, EntryPage.of(List.of(paid, received)));

        assertThat(statement.opening()).isEqualTo(new Money(40_00, USD));
        assertThat(statement.lines()).containsExactly(received, paid);
        assertThat(statement.closing()).isEqualTo(new Money(70_00, USD));
        assertThat(statement.nextCursor()).isEqualTo("2");
    }

    @Test
    void a_debit_raises_the_balance_of_an_asset_account() {
        var statement = Statement.of(bank(USD), EntryPage.of(List.of(entry(Direction.DEBIT, 30_00, 30_00, 1))));

        assertThat(statement.opening()).isEqualTo(Money.zero(USD));
        assertThat(statement.nextCursor()).isEmpty();
    }

    @Test
    void without_entries_it_opens_and_closes_with_the_balance() {
        var statement = Statement.of(wallet("ada", USD, 0), EntryPage.of(List.of()));

        assertThat(statement.opening()).isEqualTo(Money.zero(USD));
        assertThat(statement.closing()).isEqualTo(Money.zero(USD));
    }

    private static Entry entry(Direction direction, long amountMinor, long balanceMinor, long version) {
        return new Entry(
                id("transfer" + version),
                id("posting" + version),
                direction,
                new Money(amountMinor, USD),
                new Money(balanceMinor, USD),
                version,
                id("counter account"),
                "payment",
                "",
                NOON,
                "");
    }
}
