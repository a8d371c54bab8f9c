package dev.corridor.ledger.api.rest;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import dev.corridor.kit.identity.Scope;
import dev.corridor.kit.request.RequestTime;
import dev.corridor.kit.rest.ProblemResponse;
import dev.corridor.kit.rest.Reply;
import dev.corridor.kit.rest.RestRequest;
import dev.corridor.kit.rest.RestTransport;
import dev.corridor.kit.value.Metadata;
import dev.corridor.kit.value.Money;
import dev.corridor.ledger.domain.LedgerError;
import dev.corridor.ledger.domain.TimeCursor;
import dev.corridor.ledger.domain.account.AccountFilter;
import dev.corridor.ledger.domain.account.AccountProfile;
import dev.corridor.ledger.domain.posting.StoredPosting;
import dev.corridor.ledger.domain.statement.EntryCursor;
import dev.corridor.ledger.domain.statement.EntryFilter;
import dev.corridor.ledger.domain.statement.Page;
import dev.corridor.ledger.usecase.Ledger;
import dev.corridor.ledger.usecase.LedgerDocuments;
import dev.corridor.ledger.usecase.LedgerDocuments.Document;
import dev.corridor.ledger.usecase.LedgerDocuments.Form;
import dev.corridor.ledger.wire.GivenIds;
import dev.corridor.ledger.wire.LedgerJson;
import dev.corridor.ledger.wire.PostingJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The ledger's REST door: {@code openapi/ledger.yaml}. */
public final class RestLedger {
    /** A posting of 1,000 transfers. */
    private static final int BODY_BYTES = 512 * 1024;

    private static final String ME = "me";
    private static final Pattern ETAG = Pattern.compile("\"([0-9]{1,18})\"");

    private final Ledger ledger;
    private final LedgerDocuments documents;
    private final Clock clock;

    public RestLedger(Ledger ledger, LedgerDocuments documents, Clock clock) {
        this.ledger = ledger;
        this.documents = documents;
        this.clock = clock;
    }

    public void mount(RestTransport rest) {
        rest.bodyLimit(BODY_BYTES)
                .operation("listAccounts", this::listAccounts)
                .operation("findAccounts", Scope.LEDGER_ADMIN, this::findAccounts)
                .operation("openAccount", Scope.LEDGER_ADMIN, this::openAccount)
                .operation("getAccount", this::getAccount)
                .operation("updateAccount", Scope.LEDGER_ADMIN, this::updateAccount)
                .operation("getHolds", this::getHolds)
                .operation("listEntries", this::listEntries)
                .operation("getStatement", this::getStatement)
                .operation("getBalance", this::getBalance)
                .operation("exportStatement", this::exportStatement)
                .operation("reconcile", this::reconcile)
                .operation("exportJournal", Scope.LEDGER_ADMIN, this::exportJournal)
                .operation("post", Scope.LEDGER_ADMIN, this::post)
                .operation("getPosting", Scope.LEDGER_ADMIN, this::getPosting)
                .operation("reversePosting", Scope.LEDGER_ADMIN, this::reversePosting)
                .operation("listRefusals", Scope.LEDGER_ADMIN, this::listRefusals)
                .operation("listExpiredHolds", Scope.LEDGER_ADMIN, this::listExpiredHolds)
                .operation("getTrialBalance", Scope.LEDGER_ADMIN, this::getTrialBalance);
    }

    private Future<Reply> listAccounts(Caller caller, RestRequest request) {
        String owner = request.query("owner").orElse(ME);
        return ledger.accountsOf(caller, owner.equals(ME) ? caller.subject() : owner)
                .map(accounts -> Reply.ok(LedgerJson.accounts(accounts)));
    }

    private Future<Reply> findAccounts(Caller caller, RestRequest request) {
        var metadata = request.query("metadata_key")
                .map(key ->
                        new Metadata(Map.of(key, request.query("metadata_value").orElse(""))))
                .orElse(Metadata.NONE);
        return ledger.find(
                        new AccountFilter(request.query("owner"), metadata),
                        GivenIds.after(cursor(request)),
                        limit(request))
                .map(page -> Reply.ok(LedgerJson.accounts(page)));
    }

    private Future<Reply> openAccount(Caller caller, RestRequest request) {
        return ledger.open(List.of(LedgerJson.toOpen(request.body())))
                .map(opened -> opened.get(0))
                .map(profile -> tagged(
                        Reply.created("/accounts/" + profile.account().id(), LedgerJson.account(profile)), profile));
    }

    private Future<Reply> getAccount(Caller caller, RestRequest request) {
        return ledger.account(caller, GivenIds.account(request.path("id")))
                .map(profile -> tagged(Reply.ok(LedgerJson.account(profile)), profile));
    }

    private Future<Reply> updateAccount(Caller caller, RestRequest request) {
        var id = GivenIds.account(request.path("id"));
        var ifRevision = request.header("if-match").map(RestLedger::revision);
        return ledger.change(id, currency -> LedgerJson.change(request.body(), currency, ifRevision))
                .map(profile -> tagged(Reply.ok(LedgerJson.account(profile)), profile));
    }

    /** The tag names the attributes that can be set, not the balance: a busy account can still be frozen. */
    private static Reply tagged(Reply reply, AccountProfile profile) {
        return reply.header("etag", "\"" + profile.account().revision() + "\"");
    }

    private static Long revision(String etag) {
        var matcher = ETAG.matcher(etag);
        if (!matcher.matches()) {
            throw Problem.of(LedgerError.STALE_VERSION, "If-Match is not an ETag of an account.");
        }
        return Long.valueOf(matcher.group(1));
    }

    private Future<Reply> getHolds(Caller caller, RestRequest request) {
        return ledger.holds(caller, GivenIds.account(request.path("id")))
                .map(holds -> Reply.ok(LedgerJson.holds(holds)));
    }

    private Future<Reply> listEntries(Caller caller, RestRequest request) {
        var id = GivenIds.account(request.path("id"));
        var place = EntryCursor.ofCursor(cursor(request));
        return ledger.entries(caller, id, currency -> filter(request, currency), place, limit(request))
                .map(page -> Reply.ok(LedgerJson.entries(page)));
    }

    private Future<Reply> getStatement(Caller caller, RestRequest request) {
        var from = from(request);
        var to = to(request);
        var after = request.query("cursor").map(EntryCursor::ofCursor).orElse(null);
        return ledger.statement(caller, GivenIds.account(request.path("id")), from, to, after, limit(request))
                .map(statement -> Reply.ok(LedgerJson.statement(statement)));
    }

    private Future<Reply> getBalance(Caller caller, RestRequest request) {
        var asOf = time(request, "as_of").orElse(clock.instant());
        boolean effective = request.query("by").orElse("booking").equals("effective");
        return ledger.balance(caller, GivenIds.account(request.path("id")), asOf, effective)
                .map(balance -> Reply.ok(LedgerJson.balance(balance, asOf)));
    }

    private Future<Reply> exportStatement(Caller caller, RestRequest request) {
        var form = Form.of(request.path("format"));
        var from = from(request);
        var to = to(request);
        return documents
                .statement(caller, GivenIds.account(request.path("id")), from, to, form)
                .map(RestLedger::reply);
    }

    private Future<Reply> exportJournal(Caller caller, RestRequest request) {
        return documents.journal(from(request), to(request)).map(RestLedger::reply);
    }

    private static Reply reply(Document document) {
        return Reply.of(200, document.mediaType(), Buffer.buffer(document.text()));
    }

    /** The statement as a document of its own, or as a text in JSON. */
    private Future<Reply> reconcile(Caller caller, RestRequest request) {
        var uploaded = request.document();
        var form = uploaded.map(document -> Form.ofMediaType(document.mediaType()))
                .orElseGet(() -> Form.of(request.body().getString("format")));
        var statement = uploaded.map(RestRequest.Document::text)
                .orElseGet(() -> request.body().getString("statement"));
        return documents
                .reconcile(caller, GivenIds.account(request.path("id")), statement, form)
                .map(reconciliation -> Reply.ok(LedgerJson.reconciliation(reconciliation)));
    }

    /** From the beginning, unless it says otherwise. */
    private static Instant from(RestRequest request) {
        return time(request, "from").orElse(Instant.EPOCH);
    }

    /** Until now, unless it says otherwise. */
    private Instant to(RestRequest request) {
        return time(request, "to").orElse(clock.instant());
    }

    private static Optional<Instant> time(RestRequest request, String name) {
        return request.query(name).map(time -> RequestTime.parse(name, time));
    }

    private static EntryFilter filter(RestRequest request, Currency currency) {
        return new EntryFilter(
                time(request, "from"),
                time(request, "to"),
                request.query("counter_account_id").map(GivenIds::account),
                amount(request.query("min_amount"), currency),
                amount(request.query("max_amount"), currency),
                request.query("reference"));
    }

    private static OptionalLong amount(Optional<String> amount, Currency currency) {
        return amount.map(text -> Money.parse(text, currency.getCurrencyCode()))
                .map(money -> OptionalLong.of(money.minorUnits()))
                .orElse(OptionalLong.empty());
    }

    /** One posting is answered as such; a list of them by a list of results. */
    private Future<Reply> post(Caller caller, RestRequest request) {
        var body = request.body();
        if (body.containsKey("postings")) {
            return postAll(body.getJsonArray("postings"));
        }
        var posting = PostingJson.posting(body);
        return ledger.post(posting, PostingJson.isDryRun(body))
                .map(outcome -> PostingJson.posted(outcome, posting))
                .map(json -> PostingJson.isDryRun(body)
                        ? Reply.ok(json)
                        : Reply.created("/postings/" + json.getString("id"), json));
    }

    private Future<Reply> postAll(JsonArray postings) {
        var results =
                postings.stream().map(JsonObject.class::cast).map(this::postOne).toList();
        return Future.all(results)
                .map(all -> Reply.ok(new JsonObject().put("results", new JsonArray(all.<JsonObject>list()))));
    }

    private Future<JsonObject> postOne(JsonObject json) {
        String id = json.getString("id");
        return decide(id, json).otherwise(failure -> PostingJson.failed(id, ProblemResponse.problemOf(failure, 500)));
    }

    private Future<JsonObject> decide(String id, JsonObject json) {
        try {
            var posting = PostingJson.posting(json);
            return ledger.post(posting, PostingJson.isDryRun(json))
                    .map(outcome -> PostingJson.result(id, outcome, posting));
        } catch (Problem malformed) {
            return Future.failedFuture(malformed);
        }
    }

    private Future<Reply> getPosting(Caller caller, RestRequest request) {
        return ledger.kept(GivenIds.posting(request.path("id"))).map(kept -> Reply.ok(PostingJson.kept(kept)));
    }

    private Future<Reply> reversePosting(Caller caller, RestRequest request) {
        return ledger.reverse(
                        GivenIds.posting(request.path("id")),
                        GivenIds.ofPosting("id", request.body().getString("id")),
                        request.text("reference").orElse(""))
                .map(outcome -> PostingJson.kept(new StoredPosting(outcome, Map.of())))
                .map(json -> Reply.created("/postings/" + json.getString("id"), json));
    }

    private Future<Reply> listRefusals(Caller caller, RestRequest request) {
        return ledger.refusals(GivenIds.before(cursor(request)), limit(request))
                .map(page -> Reply.ok(LedgerJson.refusals(page)));
    }

    private Future<Reply> listExpiredHolds(Caller caller, RestRequest request) {
        return ledger.expiredHolds(TimeCursor.ofCursor(cursor(request)), limit(request))
                .map(page -> Reply.ok(LedgerJson.expiredHolds(page)));
    }

    private Future<Reply> getTrialBalance(Caller caller, RestRequest request) {
        return ledger.trialBalance(time(request, "as_of")).map(balance -> Reply.ok(LedgerJson.trialBalance(balance)));
    }

    private static int limit(RestRequest request) {
        return Page.LIMIT.of(request.query("limit"));
    }

    private static String cursor(RestRequest request) {
        return request.query("cursor").orElse("");
    }
}
