package dev.corridor.ledger.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.ledger.store.TrialBalances;
import dev.corridor.ledger.usecase.JournalExport;
import dev.corridor.ledger.wire.LedgerJson;
import io.vertx.core.Future;
import java.time.Clock;

/** REST operations of the journal as a whole. */
public final class RestJournal {
    private final JournalExport export;
    private final TrialBalances trialBalances;
    private final Clock clock;

    public RestJournal(JournalExport export, TrialBalances trialBalances, Clock clock) {
        this.export = export;
        this.trialBalances = trialBalances;
        this.clock = clock;
    }

    Future<Reply> export(Caller caller, RestRequest request) {
        return export.export(Parameters.from(request), Parameters.to(request, clock))
                .map(RestHistory::reply);
    }

    Future<Reply> getTrialBalance(Caller caller, RestRequest request) {
        return Parameters.time(request, "as_of")
                .map(trialBalances::asOf)
                .orElseGet(trialBalances::now)
                .map(balance -> Reply.ok(LedgerJson.trialBalance(balance)));
    }
}
