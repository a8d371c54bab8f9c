package dev.corridor.ledger.api.rest;

import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.value.Metadata;
import dev.corridor.ledger.domain.TimeCursor;
import dev.corridor.ledger.domain.account.AccountFilter;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.store.Accounts;
import dev.corridor.ledger.store.Holds;
import dev.corridor.ledger.usecase.AccountReader;
import dev.corridor.ledger.wire.LedgerCursors;
import dev.corridor.ledger.wire.LedgerIds;
import dev.corridor.ledger.wire.LedgerJson;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** REST operations of accounts and their holds. */
public final class RestAccounts {
    private static final String ME = "me";

    private final Accounts accounts;
    private final Holds holds;
    private final AccountReader reader;

    public RestAccounts(Accounts accounts, Holds holds, AccountReader reader) {
        this.accounts = accounts;
        this.holds = holds;
        this.reader = reader;
    }

    Future<Reply> list(Caller caller, RestRequest request) {
        String owner = request.query("owner").orElse(ME);
        return reader.ofOwner(caller, owner.equals(ME) ? caller.subject() : owner)
                .map(found -> Reply.ok(LedgerJson.accounts(found)));
    }

    Future<Reply> find(Caller caller, RestRequest request) {
        var metadata = request.query("metadata_key")
                .map(key ->
                        new Metadata(Map.of(key, request.query("metadata_value").orElse(""))))
                .orElse(Metadata.NONE);
        var filter = new AccountFilter(request.query("owner"), metadata);
        var query = LedgerCursors.accounts(filter);
        return accounts.page(
                        filter,
                        LedgerCursors.afterId(LedgerCursors.position(query, Parameters.cursor(request))),
                        Parameters.limit(request))
                .map(page -> Reply.ok(LedgerJson.accounts(page.boundTo(query))));
    }

    Future<Reply> open(Caller caller, RestRequest request) {
        return accounts.open(List.of(LedgerJson.newAccount(request.body())))
                .map(opened -> opened.get(0))
                .map(profile -> withEtag(
                        Reply.created("/accounts/" + profile.account().id(), LedgerJson.account(profile)), profile));
    }

    Future<Reply> get(Caller caller, RestRequest request) {
        return reader.account(caller, LedgerIds.account(request.path("id")))
                .map(profile -> withEtag(Reply.ok(LedgerJson.account(profile)), profile));
    }

    Future<Reply> update(Caller caller, RestRequest request) {
        var id = LedgerIds.account(request.path("id"));
        var ifRevision = request.ifMatch().<LongPredicate>map(condition -> condition::matches);
        return accounts.change(id, currency -> LedgerJson.change(request.body(), currency, ifRevision))
                .map(profile -> withEtag(Reply.ok(LedgerJson.account(profile)), profile));
    }

    /**
     * The ETag covers the attributes that can be set and not the balance, so that a busy account can still be frozen.
     */
    private static Reply withEtag(Reply reply, AccountProfile profile) {
        return reply.header("etag", "\"" + profile.account().revision() + "\"");
    }

    Future<Reply> getHolds(Caller caller, RestRequest request) {
        return reader.holds(caller, LedgerIds.account(request.path("id")))
                .map(found -> Reply.ok(LedgerJson.holds(found)));
    }

    Future<Reply> listExpiredHolds(Caller caller, RestRequest request) {
        var position = LedgerCursors.position(LedgerCursors.EXPIRED_HOLDS, Parameters.cursor(request));
        return holds.expired(TimeCursor.parse(position), Parameters.limit(request))
                .map(page -> Reply.ok(LedgerJson.expiredHolds(page.boundTo(LedgerCursors.EXPIRED_HOLDS))));
    }
}
