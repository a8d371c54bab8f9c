package dev.corridor.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corridor.kit.value.Currency;
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
            new AccountSpec("ada", "wallet", Currency.of("USD"), AccountKind.LIABILITY, Limit.overdraft(5_00));
    private static final Instant OPENED = Instant.parse("1969-07-20T20:17:40.123456Z");
    private static final Instant BOOKED = Instant.parse("2026-11-29T02:40:00.999999Z");

    private final AccountCache cache = new AccountCache(8);

    private static Account account(UUID id, long version, long revision, long balanceMinor) {
        return new Account(id, SPEC, AccountState.FROZEN_CREDIT, revision, balanceMinor, 3, 4, version, OPENED, BOOKED);
    }

    @Test
    void an_account_is_found_as_it_was_put() {
        var account = account(UUID.randomUUID(), 7, 2, -5_00);

        cache.put(account);

        assertThat(cache.find(account.id())).contains(account);
        assertThat(cache.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void an_older_state_does_not_replace_a_newer_one() {
        var id = UUID.randomUUID();
        var newest = account(id, 8, 3, 30_00);

        Stream.of(account(id, 7, 2, 10_00), account(id, 8, 2, 20_00), newest, account(id, 8, 2, 20_00))
                .forEach(cache::put);

        assertThat(cache.find(id)).contains(newest);
    }

    @Test
    void the_last_account_put_is_found_and_no_account_is_mistaken_for_another() {
        var accounts = Stream.generate(() -> account(UUID.randomUUID(), 1, 0, 1_00))
                .limit(1_000)
                .toList();

        for (var account : accounts) {
            cache.put(account);
            assertThat(cache.find(account.id())).contains(account);
        }

        var still = accounts.stream()
                .flatMap(account -> cache.find(account.id()).stream())
                .toList();
        assertThat(still).hasSizeBetween(1, 8).isSubsetOf(accounts);
    }
}
