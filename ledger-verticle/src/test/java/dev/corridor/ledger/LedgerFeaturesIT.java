package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.error.StandardError;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.BatchPostRequest;
import dev.corridor.ledger.v1.BatchPostResponse;
import dev.corridor.ledger.v1.FindAccountsRequest;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ListExpiredHoldsRequest;
import dev.corridor.ledger.v1.ListRefusalsRequest;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.StreamTransfersRequest;
import dev.corridor.ledger.v1.Transfer;
import dev.corridor.ledger.v1.TransferBatch;
import dev.corridor.ledger.v1.TransferEvent;
import dev.corridor.money.v1.Money;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger can do, as finance teams and services see it: through both doors, on real servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerFeaturesIT {
    private static final int LOOKS = 600;
    private static final long LOOK_AGAIN_MS = 100;

    private RunningLedger ledger;
    private String bank;

    @BeforeAll
    void start() {
        ledger = new RunningLedger();
        bank = open("house", "bank_clearing", "ASSET", new JsonObject().put("limit", "NONE"))
                .getString("id");
    }

    @AfterAll
    void stop() {
        ledger.close();
    }

    // --- accounts

    @Test
    void an_account_is_found_by_its_metadata() {
        var tag = UUID.randomUUID().toString();
        var tagged =
                open(person(), "wallet", "LIABILITY", noOverdraft().put("metadata", new JsonObject().put("crm", tag)));
        wallet("1.00");

        var byRest = get("/accounts/search?metadata_key=crm&metadata_value=" + tag);
        assertThat(byRest.getJsonArray("accounts")).hasSize(1);
        assertThat(byRest.getJsonArray("accounts").getJsonObject(0).getString("id"))
                .isEqualTo(tagged.getString("id"));
        assertThat(byRest.getString("next_cursor")).isNull();
        var byGrpc = ledger.call(
                LedgerServiceGrpcClient.FindAccounts,
                FindAccountsRequest.newBuilder().putMetadata("crm", tag).build(),
                ledger.admin());
        assertThat(byGrpc.getAccountsList()).singleElement().satisfies(account -> assertThat(account.getMetadataMap())
                .containsEntry("crm", tag));
    }

    @Test
    void accounts_come_page_by_page() {
        var owner = person();
        for (var code : List.of("wallet", "savings", "escrow")) {
            open(owner, code, "LIABILITY", noOverdraft());
        }

        var first = get("/accounts/search?limit=2&owner=" + owner);
        var second = get("/accounts/search?limit=2&owner=" + owner + "&cursor=" + first.getString("next_cursor"));

        assertThat(first.getJsonArray("accounts")).hasSize(2);
        assertThat(second.getJsonArray("accounts")).hasSize(1);
        assertThat(second.getString("next_cursor")).isNull();
    }

    @Test
    void a_frozen_account_refuses_and_an_older_etag_is_stale() {
        var ada = wallet("10.00");
        var shop = wallet("");
        var etag = "\"" + get("/accounts/" + ada).getLong("revision") + "\"";

        var frozen =
                ledger.patch("/accounts/" + ada, ledger.admin(), etag, new JsonObject().put("state", "FROZEN_DEBIT"));
        assertThat(frozen.status()).isEqualTo(200);
        assertThat(post(transfer(ada, shop, "1.00")).code()).isEqualTo("account_frozen");
        assertThat(post(transfer(bank, ada, "1.00")).status()).isEqualTo(201);

        var stale = ledger.patch("/accounts/" + ada, ledger.admin(), etag, new JsonObject().put("state", "OPEN"));
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.code()).isEqualTo("stale_version");
        var opened = ledger.patch(
                "/accounts/" + ada,
                ledger.admin(),
                frozen.response().headers().firstValue("etag").orElseThrow(),
                new JsonObject().put("state", "OPEN"));
        assertThat(opened.body().getString("state")).isEqualTo("OPEN");
        assertThat(post(transfer(ada, shop, "1.00")).status()).isEqualTo(201);
    }

    @Test
    void an_account_is_emptied_by_a_sweep_and_closed() {
        var ada = wallet("12.34");
        var close = new JsonObject().put("state", "CLOSED");
        var full = ledger.patch("/accounts/" + ada, ledger.admin(), "\"0\"", close);
        assertThat(full.code()).isEqualTo("account_not_empty");

        var swept = post(transfer(ada, bank, "1000000.00").put("balancing", "DEBIT"));
        assertThat(swept.body().getJsonArray("transfers").getJsonObject(0).getString("amount"))
                .isEqualTo("12.34");
        assertThat(ledger.patch("/accounts/" + ada, ledger.admin(), "\"0\"", close)
                        .status())
                .isEqualTo(200);
        assertThat(post(transfer(bank, ada, "1.00")).code()).isEqualTo("account_closed");
    }

    @Test
    void an_overdraft_is_a_limit() {
        var chen = open(
                        person(),
                        "wallet",
                        "LIABILITY",
                        new JsonObject().put("limit", "OVERDRAFT").put("overdraft", "50.00"))
                .getString("id");

        assertThat(post(transfer(chen, bank, "50.01")).code()).isEqualTo("insufficient_funds");
        assertThat(post(transfer(chen, bank, "50.00")).status()).isEqualTo(201);
        assertThat(get("/accounts/" + chen).getString("balance")).isEqualTo("-50.00");
    }

    // --- two-phase

    @Test
    void a_hold_is_a_figure_of_its_own_until_it_is_posted_in_part() {
        var ada = wallet("100.00");
        var shop = wallet("");
        var hold = transfer(ada, shop, "60.00").put("type", "PENDING");
        assertThat(post(hold).status()).isEqualTo(201);

        var held = get("/accounts/" + ada + "/holds");
        assertThat(held.getJsonObject("account").getString("balance")).isEqualTo("100.00");
        assertThat(held.getJsonObject("account").getString("pending_debit")).isEqualTo("60.00");
        assertThat(held.getJsonObject("account").getString("available")).isEqualTo("40.00");
        assertThat(held.getJsonArray("holds")).hasSize(1);
        assertThat(held.getJsonArray("holds").getJsonObject(0).getString("transfer_id"))
                .isEqualTo(hold.getString("id"));

        var part = new JsonObject()
                .put("id", newId())
                .put("type", "POST")
                .put("pending_id", hold.getString("id"))
                .put("amount", "45.00")
                .put("currency", "USD");
        assertThat(post(part).status()).isEqualTo(201);
        assertThat(post(part.copy().put("id", newId())).code()).isEqualTo("pending_already_posted");
        var after = ledger.call(
                LedgerServiceGrpcClient.GetHolds,
                GetAccountRequest.newBuilder().setAccountId(ada).build(),
                ledger.admin());
        assertThat(after.getHoldsList()).isEmpty();
        assertThat(after.getAccount().getAvailable().getAmount()).isEqualTo("55.00");
        assertThat(after.getAccount().getVersion()).isEqualTo(3);
    }

    @Test
    void a_voided_hold_gives_all_back() {
        var ada = wallet("100.00");
        var hold = transfer(ada, bank, "60.00").put("type", "PENDING");
        post(hold);

        var voiding = new JsonObject().put("id", newId()).put("type", "VOID").put("pending_id", hold.getString("id"));
        assertThat(post(voiding).status()).isEqualTo(201);
        assertThat(get("/accounts/" + ada).getString("available")).isEqualTo("100.00");
        assertThat(post(voiding.copy().put("id", newId())).code()).isEqualTo("pending_already_voided");
    }

    @Test
    void a_hold_whose_time_is_up_expires_by_itself_and_is_listed() throws Exception {
        var ada = wallet("100.00");
        var hold = transfer(ada, bank, "60.00").put("type", "PENDING").put("timeout_seconds", 0.3);
        post(hold);

        eventually(() -> get("/accounts/" + ada).getString("available").equals("100.00"));

        var post = new JsonObject().put("id", newId()).put("type", "POST").put("pending_id", hold.getString("id"));
        assertThat(post(post).code()).isEqualTo("pending_expired");
        assertThat(ids(get("/expired-holds?limit=200"), "holds", "transfer_id")).contains(hold.getString("id"));
        assertThat(ledger.call(
                                LedgerServiceGrpcClient.ListExpiredHolds,
                                ListExpiredHoldsRequest.getDefaultInstance(),
                                ledger.admin())
                        .getHoldsList())
                .anySatisfy(expired -> assertThat(expired.getTransferId()).isEqualTo(hold.getString("id")));
    }

    // --- postings

    @Test
    void a_dry_run_answers_and_writes_nothing() {
        var ada = wallet("10.00");
        var posting = posting(transfer(ada, bank, "4.00")).put("dry_run", true);

        var answer = ledger.post("/postings", ledger.admin(), posting);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().getJsonArray("balances").getJsonObject(0).getString("balance"))
                .isEqualTo("6.00");
        assertThat(get("/accounts/" + ada).getString("balance")).isEqualTo("10.00");
        assertThat(ledger.get("/postings/" + posting.getString("id"), ledger.admin())
                        .code())
                .isEqualTo("posting_not_found");
    }

    @Test
    void a_refusal_is_final_and_kept_with_its_reason() {
        var ada = wallet("1.00");
        var posting = posting(transfer(ada, bank, "0.50"), transfer(ada, bank, "5.00"))
                .put("reference", "too much");

        var first = ledger.post("/postings", ledger.admin(), posting);
        post(transfer(bank, ada, "100.00"));
        var second = ledger.post("/postings", ledger.admin(), posting);

        assertThat(first.code()).isEqualTo("insufficient_funds");
        assertThat(first.body().getInteger("transfer_index")).isEqualTo(1);
        assertThat(ids(first.body(), "transfers", "code")).containsExactly("linked_failed", "insufficient_funds");
        assertThat(second.code()).isEqualTo("insufficient_funds");
        assertThat(second.body().getBoolean("replayed")).isTrue();
        assertThat(ledger.get("/postings/" + posting.getString("id"), ledger.admin())
                        .code())
                .isEqualTo("insufficient_funds");
        assertThat(ids(get("/refusals?limit=200"), "refusals", "posting_id")).contains(posting.getString("id"));
        assertThat(ledger.call(
                                LedgerServiceGrpcClient.ListRefusals,
                                ListRefusalsRequest.getDefaultInstance(),
                                ledger.admin())
                        .getRefusalsList())
                .anySatisfy(refusal -> {
                    assertThat(refusal.getPostingId()).isEqualTo(posting.getString("id"));
                    assertThat(refusal.getCode()).isEqualTo("insufficient_funds");
                    assertThat(refusal.getReference()).isEqualTo("too much");
                });
    }

    @Test
    void a_posting_is_reversed_once() {
        var ada = wallet("100.00");
        var shop = wallet("");
        var posting = posting(transfer(ada, shop, "30.00"), transfer(shop, bank, "10.00"));
        ledger.post("/postings", ledger.admin(), posting);
        post(transfer(bank, shop, "10.00"));
        var path = "/postings/" + posting.getString("id") + "/reversal";
        var order = new JsonObject().put("id", newId()).put("reference", "wrong shop");

        var reversed = ledger.post(path, ledger.admin(), order);
        var again = ledger.post(path, ledger.admin(), order);
        var other = ledger.post(path, ledger.admin(), new JsonObject().put("id", newId()));

        assertThat(reversed.status()).isEqualTo(201);
        assertThat(reversed.body().getJsonArray("transfers").getJsonObject(1).getString("reverses_id"))
                .isEqualTo(posting.getJsonArray("transfers").getJsonObject(0).getString("id"));
        assertThat(again.body().getBoolean("replayed")).isTrue();
        assertThat(other.code()).isEqualTo("already_reversed");
        assertThat(get("/accounts/" + ada).getString("balance")).isEqualTo("100.00");
        var original = get("/postings/" + posting.getString("id"));
        assertThat(original.getJsonArray("transfers").getJsonObject(0).getString("reversed_by_id"))
                .isEqualTo(reversed.body()
                        .getJsonArray("transfers")
                        .getJsonObject(1)
                        .getString("id"));
    }

    @Test
    void a_list_of_postings_is_answered_one_by_one() {
        var ada = wallet("10.00");
        var good = posting(transfer(ada, bank, "4.00"));
        var tooMuch = posting(transfer(ada, bank, "7.00"));
        var malformed = posting(transfer(ada, bank, "0.001"));
        var last = posting(transfer(ada, bank, "6.00"));

        var answer = ledger.post(
                "/postings",
                ledger.admin(),
                new JsonObject().put("postings", new JsonArray(List.of(good, tooMuch, malformed, last))));

        assertThat(answer.status()).isEqualTo(200);
        var results = answer.body().getJsonArray("results");
        assertThat(results.stream().map(each -> ((JsonObject) each).getString("status")))
                .containsExactly("POSTED", "REFUSED", "REFUSED", "POSTED");
        assertThat(results.getJsonObject(1).getJsonObject("problem").getString("code"))
                .isEqualTo("insufficient_funds");
        assertThat(results.getJsonObject(2).getJsonObject("problem").getString("code"))
                .isEqualTo("amount_invalid");
        assertThat(get("/accounts/" + ada).getString("balance")).isEqualTo("0.00");
    }

    @Test
    void metadata_and_effective_time_are_kept() {
        var ada = wallet("");
        var posting = posting(transfer(bank, ada, "5.00"))
                .put("metadata", new JsonObject().put("invoice", "2026-17"))
                .put("effective_at", "2026-01-31T23:00:00Z");

        ledger.post("/postings", ledger.admin(), posting);

        var kept = get("/postings/" + posting.getString("id"));
        assertThat(kept.getJsonObject("metadata").getString("invoice")).isEqualTo("2026-17");
        assertThat(kept.getString("effective_at")).isEqualTo("2026-01-31T23:00:00Z");
        assertThat(balance(ada, "as_of=2026-02-01T00:00:00Z&by=effective")).isEqualTo("5.00");
        assertThat(balance(ada, "as_of=2026-02-01T00:00:00Z&by=booking")).isEqualTo("0.00");
        assertThat(balance(ada, "as_of=2026-01-31T00:00:00Z&by=effective")).isEqualTo("0.00");
        assertThat(balance(ada, "")).isEqualTo("5.00");
    }

    @Test
    void the_balance_and_the_trial_balance_are_those_of_any_instant() {
        var ada = wallet("");
        var first = booked(post(transfer(bank, ada, "5.00")));
        var second = booked(post(transfer(ada, bank, "2.00")));

        assertThat(balance(ada, "as_of=" + first.minusNanos(1_000))).isEqualTo("0.00");
        assertThat(balance(ada, "as_of=" + first)).isEqualTo("5.00");
        assertThat(balance(ada, "as_of=" + second)).isEqualTo("3.00");
        var then = get("/trial-balance?as_of=" + first);
        assertThat(then.getString("as_of")).isEqualTo(first.toString());
        assertThat(then.getJsonArray("totals"))
                .allSatisfy(total ->
                        assertThat(((JsonObject) total).getString("difference")).isEqualTo("0.00"));
    }

    @Test
    void entries_are_filtered() {
        var ada = wallet("");
        var shop = wallet("");
        post(transfer(bank, ada, "5.00"));
        var rent = posting(transfer(ada, shop, "2.00")).put("reference", "-20.26");
        var paid = booked(ledger.post("/postings", ledger.admin(), rent));
        post(transfer(ada, shop, "1.00"));
        var path = "/accounts/" + ada + "/entries?";

        assertThat(amounts(path + "counter_account_id=" + shop)).containsExactly("1.00", "2.00");
        assertThat(amounts(path + "min_amount=2.00&max_amount=4.99")).containsExactly("2.00");
        assertThat(amounts(path + "reference=-20.26")).containsExactly("2.00");
        assertThat(amounts(path + "to=" + paid)).containsExactly("5.00");
        assertThat(amounts(path + "from=" + paid)).containsExactly("1.00", "2.00");
    }

    // --- batches and streams

    @Test
    void a_batch_answers_each_posting_by_itself_and_keeps_whose_request_it_was() throws Exception {
        var ada = wallet("10.00");
        var paid = message(ada, bank, "9.00").toBuilder()
                .setCorrelationId("the-request-of-ada")
                .build();
        var tooMuch = message(ada, bank, "9.00");
        var malformed = message(ada, bank, "a lot");

        var results = postTogether(paid, tooMuch, malformed, paid).getResultsList();

        assertThat(results)
                .extracting(PostingResult::getPostingId)
                .containsExactly(
                        paid.getPostingId(), tooMuch.getPostingId(), malformed.getPostingId(), paid.getPostingId());
        assertThat(results.get(0).getPosted().getReplayed()).isFalse();
        assertThat(results.get(1).getRefused().getCode()).isEqualTo("insufficient_funds");
        assertThat(results.get(2).getRefused().getCode()).isEqualTo("amount_invalid");
        assertThat(results.get(3).getPosted().getReplayed()).isTrue();
        assertThat(ledger.get("/accounts/" + ada + "/entries", ledger.admin())
                        .body()
                        .getJsonArray("entries")
                        .getJsonObject(0)
                        .getString("correlation_id"))
                .isEqualTo("the-request-of-ada");
    }

    @Test
    void a_batch_is_neither_empty_nor_endless() {
        var tooMany = Collections.nCopies(501, message(bank, bank, "1.00")).toArray(Posting[]::new);

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> postTogether())
                .matches(problem -> problem.is(StandardError.INVALID_REQUEST));
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> postTogether(tooMany))
                .matches(problem -> problem.is(StandardError.INVALID_REQUEST));
    }

    private BatchPostResponse postTogether(Posting... postings) {
        return ledger.call(
                LedgerServiceGrpcClient.BatchPost,
                BatchPostRequest.newBuilder().addAllPostings(List.of(postings)).build(),
                ledger.admin());
    }

    @Test
    void a_stream_answers_each_posting_in_order() throws Exception {
        var ada = wallet("10.00");
        var call = ledger.open(LedgerServiceGrpcClient.PostStream, ledger.admin());
        var results = new LinkedBlockingQueue<PostingResult>();
        Promise<Void> ended = Promise.promise();
        call.response()
                .onSuccess(response -> response.handler(results::add).endHandler(end -> ended.complete()))
                .onFailure(ended::fail);
        var sent = new ArrayList<String>();
        for (int i = 0; i < 3_000; i++) {
            var posting = message(ada, bank, "0.01");
            sent.add(posting.getPostingId());
            call.write(posting);
        }
        call.end();
        ended.future().await();

        assertThat(results).extracting(PostingResult::getPostingId).containsExactlyElementsOf(sent);
        assertThat(results.stream().filter(PostingResult::hasPosted)).hasSize(1_000);
        assertThat(results.stream().filter(PostingResult::hasRefused).map(result -> result.getRefused()
                        .getCode()))
                .hasSize(2_000)
                .containsOnly("insufficient_funds");
    }

    @Test
    void a_stream_needs_the_scope() {
        var call = ledger.open(LedgerServiceGrpcClient.PostStream, ledger.token("somebody", Scope.LEDGER_READ));
        call.end();

        var response = call.response().await();
        response.end().transform(end -> Future.succeededFuture()).await();
        assertThat(response.status().code).isEqualTo(7);
    }

    @Test
    void whoever_follows_the_journal_resumes_where_they_stopped() throws Exception {
        var ada = wallet("");
        var first = post(transfer(bank, ada, "1.00")).body();
        var seen = follow("", first);
        var second = post(transfer(bank, ada, "2.00")).body();

        var resumed = follow(seen.getCursor(), second);

        assertThat(resumed.getTransfersList())
                .extracting(TransferEvent::getTransferId)
                .contains(idOf(second))
                .doesNotContain(idOf(first));
        var event = resumed.getTransfersList().stream()
                .filter(each -> each.getTransferId().equals(idOf(second)))
                .findFirst()
                .orElseThrow();
        assertThat(event.getCreditBalance().getAmount()).isEqualTo("3.00");
        assertThat(event.getCreditVersion()).isEqualTo(2);
    }

    /** Reads on until the posting comes; the batch that it came in. */
    private TransferBatch follow(String cursor, JsonObject posting) throws InterruptedException {
        var call = ledger.open(LedgerServiceGrpcClient.StreamTransfers, ledger.admin());
        var batches = new LinkedBlockingQueue<TransferBatch>();
        call.response().onSuccess(response -> response.handler(batches::add));
        call.end(StreamTransfersRequest.newBuilder().setCursor(cursor).build());
        try {
            while (true) {
                var batch = batches.poll(60, TimeUnit.SECONDS);
                assertThat(batch).as("the posting, on the stream").isNotNull();
                if (batch.getTransfersList().stream()
                        .anyMatch(each -> each.getTransferId().equals(idOf(posting)))) {
                    return batch;
                }
            }
        } finally {
            call.cancel();
        }
    }

    // --- documents

    @Test
    void a_statement_is_a_spreadsheet_and_a_bank_statement() {
        var ada = wallet("");
        var salary = posting(transfer(bank, ada, "100.00")).put("reference", "=cmd|' /C calc'!A0");
        ledger.post("/postings", ledger.admin(), salary);
        post(transfer(ada, bank, "30.00"));

        var csv = ledger.document("/accounts/" + ada + "/statement/csv", ledger.admin());
        assertThat(csv.lines()).hasSize(5);
        assertThat(csv.lines().toList().get(2)).contains(",100.00,USD,100.00,").contains("'=cmd");
        assertThat(csv.lines().toList().get(3)).contains(",-30.00,USD,70.00,");
        assertThat(csv.lines().toList().get(4)).contains(",USD,70.00,closing_balance");
        var xml = ledger.document("/accounts/" + ada + "/statement/camt.053", ledger.admin());
        assertThat(Camt053Schema.problemsOf(xml)).isEmpty();
        assertThat(xml).contains("<Ntry>").contains(">30.00<").contains("DBIT");
    }

    @Test
    void our_own_bank_statement_reconciles_without_a_difference() {
        var ada = wallet("");
        ledger.post(
                "/postings",
                ledger.admin(),
                posting(transfer(bank, ada, "100.00")).put("reference", "salary"));
        post(transfer(ada, bank, "30.00"));
        var xml = ledger.document("/accounts/" + ada + "/statement/camt.053", ledger.admin());

        var reconciled = reconcile(ada, "camt.053", xml);

        assertThat(reconciled.getJsonArray("matched")).hasSize(2);
        assertThat(reconciled.getJsonArray("differing")).isEmpty();
        assertThat(reconciled.getJsonArray("missing_in_ledger")).isEmpty();
        assertThat(reconciled.getJsonArray("missing_in_statement")).isEmpty();
    }

    @Test
    void a_statement_of_somebody_else_is_compared_line_by_line() {
        var ada = wallet("");
        for (var each : List.of("salary 100.00", "bonus 20.00", "gift 5.00")) {
            var words = each.split(" ");
            ledger.post(
                    "/postings",
                    ledger.admin(),
                    posting(transfer(bank, ada, words[1])).put("reference", words[0]));
        }
        var today = Instant.now().toString().substring(0, 10);
        var csv =
                """
                date,amount,reference
                %1$s,100.00,salary
                %1$s,21.00,bonus
                %1$s,-7.00,fee
                """
                        .formatted(today);

        var reconciled = reconcile(ada, "csv", csv);

        assertThat(reconciled.getJsonArray("matched")).hasSize(1);
        assertThat(reconciled.getJsonArray("differing")).hasSize(1);
        assertThat(reconciled.getJsonArray("missing_in_ledger").getJsonObject(0).getString("reference"))
                .isEqualTo("fee");
        assertThat(reconciled
                        .getJsonArray("missing_in_statement")
                        .getJsonObject(0)
                        .getString("reference"))
                .isEqualTo("gift");
    }

    @Test
    void a_statement_is_uploaded_as_it_is() {
        var ada = wallet("");
        ledger.post(
                "/postings",
                ledger.admin(),
                posting(transfer(bank, ada, "100.00")).put("reference", "salary"));
        var xml = ledger.document("/accounts/" + ada + "/statement/camt.053", ledger.admin());
        var csv = "date,amount,reference\n%s,100.00,salary\n"
                .formatted(Instant.now().toString().substring(0, 10));

        for (var uploaded : List.of(
                upload(ada, "application/xml", xml),
                upload(ada, "text/csv", csv),
                upload(ada, "Text/CSV; charset=utf-8", csv))) {
            assertThat(uploaded.status()).as(uploaded.response().body()).isEqualTo(200);
            assertThat(uploaded.body().getJsonArray("matched")).hasSize(1);
            assertThat(uploaded.body().getJsonArray("missing_in_statement")).isEmpty();
        }
        assertThat(upload(ada, "text/csv", "").code()).isEqualTo("statement_invalid");
        assertThat(upload(ada, "application/pdf", csv).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "date,amount\n",
                "when,amount\n2026-01-01,1.00",
                "date,amount\n2026-01-01,1.00,2",
                "date,amount\nyesterday,1.00",
                "date,amount\n2026-01-01,\"1.00",
            })
    void a_csv_that_cannot_be_read_is_the_callers_fault(String csv) {
        var answer = reconciliation(wallet(""), "csv", csv);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("statement_invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Document",
                "<Document><Ntry><Amt Ccy=\"USD\">1.00</Amt></Ntry></Document>",
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Document><Ntry>&x;</Ntry></Document>",
            })
    void a_bank_statement_that_cannot_be_read_is_the_callers_fault(String xml) {
        var answer = reconciliation(wallet(""), "camt.053", xml);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.response().body()).doesNotContain("root:");
    }

    @Test
    void the_journal_passes_hledgers_checks() throws Exception {
        var ada = wallet("100.00");
        var before = booked(post(transfer(ada, bank, "1.00")));
        var posting = posting(transfer(ada, bank, "30.00"), transfer(bank, ada, "5.00"))
                .put("reference", "rent; with | signs");
        ledger.post("/postings", ledger.admin(), posting);

        var all = ledger.document("/journal/hledger", ledger.admin());
        Hledger.check(all);
        var later = ledger.document("/journal/hledger?from=" + before.plusNanos(1_000), ledger.admin());
        Hledger.check(later);
        assertThat(later).contains("rent, with / signs").contains("Opening balances");
        assertThat(Hledger.balanceOf(all, "liabilities:.*" + owner(ada) + ".*")).contains("-74.00 USD");
        assertThat(Hledger.balanceOf(later, "liabilities:.*" + owner(ada) + ".*"))
                .contains("-74.00 USD");
    }

    // --- words

    private RunningLedger.Answer reconciliation(String account, String form, String statement) {
        return ledger.post(
                "/accounts/" + account + "/reconciliation",
                ledger.admin(),
                new JsonObject().put("format", form).put("statement", statement));
    }

    private RunningLedger.Answer upload(String account, String contentType, String statement) {
        return ledger.post("/accounts/" + account + "/reconciliation", ledger.admin(), contentType, statement);
    }

    private JsonObject reconcile(String account, String form, String statement) {
        var answer = reconciliation(account, form, statement);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body();
    }

    private void eventually(BooleanSupplier holds) throws InterruptedException {
        for (int look = 0; look < LOOKS && !holds.getAsBoolean(); look++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        }
        assertThat(holds.getAsBoolean()).isTrue();
    }

    private String owner(String account) {
        return get("/accounts/" + account).getString("owner");
    }

    private String balance(String account, String query) {
        return get("/accounts/" + account + "/balance?" + query).getString("balance");
    }

    private Stream<String> amounts(String path) {
        return get(path).getJsonArray("entries").stream().map(each -> ((JsonObject) each).getString("amount"));
    }

    private static List<String> ids(JsonObject page, String list, String field) {
        return page.getJsonArray(list).stream()
                .map(each -> ((JsonObject) each).getString(field))
                .toList();
    }

    private static String idOf(JsonObject posting) {
        return posting.getJsonArray("transfers").getJsonObject(0).getString("id");
    }

    private static Instant booked(RunningLedger.Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return Instant.parse(answer.body().getString("booked_at"));
    }

    private JsonObject get(String path) {
        var answer = ledger.get(path, ledger.admin());
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        return answer.body();
    }

    private RunningLedger.Answer post(JsonObject transfer) {
        return ledger.post("/postings", ledger.admin(), posting(transfer));
    }

    private static JsonObject posting(JsonObject... transfers) {
        return new JsonObject().put("id", newId()).put("transfers", new JsonArray(List.of(transfers)));
    }

    private static JsonObject transfer(String debit, String credit, String amount) {
        return new JsonObject()
                .put("id", newId())
                .put("debit_account_id", debit)
                .put("credit_account_id", credit)
                .put("amount", amount)
                .put("currency", "USD")
                .put("code", "payment");
    }

    private static Posting message(String debit, String credit, String amount) {
        return Posting.newBuilder()
                .setPostingId(newId())
                .addTransfers(Transfer.newBuilder()
                        .setTransferId(newId())
                        .setDebitAccountId(debit)
                        .setCreditAccountId(credit)
                        .setAmount(Money.newBuilder().setAmount(amount).setCurrency("USD"))
                        .setCode("payment"))
                .build();
    }

    /** A new person's wallet. */
    private String wallet(String filledWith) {
        var id = open(person(), "wallet", "LIABILITY", noOverdraft()).getString("id");
        if (!filledWith.isEmpty()) {
            assertThat(post(transfer(bank, id, filledWith)).status()).isEqualTo(201);
        }
        return id;
    }

    private JsonObject open(String owner, String code, String kind, JsonObject more) {
        var spec = new JsonObject()
                .put("owner", owner)
                .put("code", code)
                .put("currency", "USD")
                .put("kind", kind)
                .mergeIn(more);
        var answer = ledger.post("/accounts", ledger.admin(), spec);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.body();
    }

    private static JsonObject noOverdraft() {
        return new JsonObject().put("limit", "NO_OVERDRAFT");
    }

    private static String person() {
        return newId();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
