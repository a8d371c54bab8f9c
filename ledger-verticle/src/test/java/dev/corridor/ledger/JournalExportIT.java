package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The journal as a document for hledger. */
class JournalExportIT extends LedgerFeature {
    @Test
    void the_journal_passes_hledgers_checks() throws Exception {
        var ada = wallet("100.00");
        var before = bookedAt(post(transfer(ada, bank, "1.00")));
        var posting = posting(transfer(ada, bank, "30.00"), transfer(bank, ada, "5.00"))
                .put("reference", "rent; with | signs");
        ledger.http().post("/postings", ledger.admin(), posting);

        var all = ledger.http().get("/journal/hledger", ledger.admin()).body();
        Hledger.check(all);
        var later = ledger.http()
                .get("/journal/hledger?from=" + before.plusNanos(1_000), ledger.admin())
                .body();
        Hledger.check(later);
        assertThat(later).contains("rent, with / signs").contains("Opening balances");
        assertThat(Hledger.balanceOf(all, "liabilities:.*" + owner(ada) + ".*")).contains("-74.00 USD");
        assertThat(Hledger.balanceOf(later, "liabilities:.*" + owner(ada) + ".*"))
                .contains("-74.00 USD");
    }

    private String owner(String account) {
        return get("/accounts/" + account).getString("owner");
    }
}
