package dev.corridor.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.ledger.domain.account.Account;
import dev.corridor.ledger.domain.account.AccountKind;
import dev.corridor.ledger.domain.account.AccountSpec;
import dev.corridor.ledger.domain.account.AccountState;
import dev.corridor.ledger.domain.account.Limit;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccountCacheTest {
    private static final AccountSpec SPEC =
            new AccountSpec("ada", "wallet", TestBooks.USD, AccountKind.LIABILITY, Limit.overdraft(5_00));
    private static final Instant OPENED = Instant.parse("1969-07-20T20:17:40.123456Z");
    private static final Instant BOOKED = Instant.parse("2026-11-29T02:40:00.999999Z");

    private final AccountCache known = new AccountCache(8);

    private static Account account(UUID id, long version, long revision, long balanceMinor) {
        return new Account(id, SPEC, AccountState.FROZEN_CREDIT, revision, balanceMinor, 3, 4, version, OPENED, BOOKED);
    }

    @Test
    void an_account_is_known_as_it_was_learned() {
        var account = account(UUID.randomUUID(), 7, 2, -5_00);

        known.learn(account);

        assertThat(known.find(account.id())).contains(account);
        assertThat(known.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void what_is_older_does_not_take_the_place_of_what_is_newer() {
        var id = UUID.randomUUID();
        var newest = account(id, 8, 3, 30_00);

        Stream.of(account(id, 7, 2, 10_00), account(id, 8, 2, 20_00), newest, account(id, 8, 2, 20_00))
                .forEach(known::learn);

        assertThat(known.find(id)).contains(newest);
    }

    @Test
    void the_last_is_known_however_many_there_were_and_nobody_is_taken_for_another() {
        var accounts = Stream.generate(() -> account(UUID.randomUUID(), 1, 0, 1_00))
                .limit(1_000)
                .toList();

        for (var account : accounts) {
            known.learn(account);
            assertThat(known.find(account.id())).contains(account);
        }

        var still = accounts.stream()
                .flatMap(account -> known.find(account.id()).stream())
                .toList();
        assertThat(still).hasSizeBetween(1, 8).isSubsetOf(accounts);
    }
}
