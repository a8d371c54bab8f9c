package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Scope;
import dev.corridor.ledger.v1.Account;
import dev.corridor.ledger.v1.AccountKind;
import dev.corridor.ledger.v1.AccountSpec;
import dev.corridor.ledger.v1.GetAccountRequest;
import dev.corridor.ledger.v1.GetTrialBalanceRequest;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.LimitPolicy;
import dev.corridor.ledger.v1.ListAccountsRequest;
import dev.corridor.ledger.v1.ListEntriesRequest;
import dev.corridor.ledger.v1.OpenAccountsRequest;
import dev.corridor.ledger.v1.PostRequest;
import dev.corridor.ledger.v1.Posting;
import dev.corridor.ledger.v1.PostingResult;
import dev.corridor.ledger.v1.Transfer;
import dev.corridor.money.v1.Money;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract of both transports: rights, errors, replays and pages. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerApiIT {
    private final String ada = UUID.randomUUID().toString();
    private RunningLedger ledger;
    private String adasToken;
    private Account bank;
    private Account wallet;

    @BeforeAll
    void start() {
        ledger = new RunningLedger();
        adasToken = ledger.token(ada, Scope.LEDGER_READ);
        bank = open("house", "bank_clearing", AccountKind.ACCOUNT_KIND_ASSET, LimitPolicy.LIMIT_POLICY_NONE);
        wallet = open(ada, "wallet", AccountKind.ACCOUNT_KIND_LIABILITY, LimitPolicy.LIMIT_POLICY_NO_OVERDRAFT);
        assertThat(post(posting(bank, wallet, "100.00")).hasPosted()).isTrue();
    }

    @AfterAll
    void stop() {
        ledger.close();
    }

    @Test
    void users_see_their_own_accounts_by_rest() {
        var response = ledger.http().get("/accounts?owner=me", adasToken);

        assertThat(response.status()).isEqualTo(200);
        var account = response.json().getJsonArray("accounts").getJsonObject(0);
        assertThat(account.getString("id")).isEqualTo(wallet.getAccountId());
        assertThat(account.getString("balance")).isEqualTo("100.00");
        assertThat(account.getString("kind")).isEqualTo("LIABILITY");
    }

    @Test
    void users_see_their_own_accounts_by_grpc() {
        var accounts = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.ListAccounts,
                        ListAccountsRequest.newBuilder().setOwner(ada).build(),
                        adasToken);

        assertThat(accounts.getAccountsList()).extracting(Account::getAccountId).containsExactly(wallet.getAccountId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/entries", "/statement"})
    void an_account_of_another_user_is_not_found(String below) {
        var otherUser = ledger.token(UUID.randomUUID().toString(), Scope.LEDGER_READ);

        var response = ledger.http().get("/accounts/" + wallet.getAccountId() + below, otherUser);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.code()).isEqualTo("account_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nobody", "no body"})
    void an_owner_without_accounts_has_an_empty_list(String owner) {
        var accounts = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.ListAccounts,
                        ListAccountsRequest.newBuilder().setOwner(owner).build(),
                        ledger.admin());

        assertThat(accounts.getAccountsList()).isEmpty();
    }

    @Test
    void the_accounts_of_another_owner_are_forbidden() {
        assertThat(ledger.http().get("/accounts?owner=house", adasToken).status())
                .isEqualTo(403);
        assertThat(ledger.http().get("/accounts?owner=house", ledger.admin()).status())
                .isEqualTo(200);
    }

    @Test
    void reading_needs_the_scope() {
        var withoutScope = ledger.token(ada, Scope.PROFILE_READ);

        assertThat(ledger.http().get("/accounts", withoutScope).status()).isEqualTo(403);
        assertThat(ledger.http().get("/accounts", "no-token").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/accounts/not-an-id", "/accounts/00000000-0000-7000-8000-000000000000", "/accounts/%00"})
    void an_account_that_does_not_exist_is_not_found(String path) {
        assertThat(ledger.http().get(path, adasToken).status()).isIn(400, 404);
    }

    @Test
    void a_user_cannot_post() {
        assertThatThrownBy(() -> ledger.grpc()
                        .call(
                                LedgerServiceGrpcClient.Post,
                                PostRequest.newBuilder()
                                        .setPosting(posting(bank, wallet, "1.00"))
                                        .build(),
                                adasToken)
                        .getResult())
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("forbidden"));
        assertThat(ledger.http()
                        .post("/postings", adasToken, restPosting(bank, wallet, "1.00"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_refusal_is_a_result_by_grpc_and_a_problem_by_rest() {
        var result = post(posting(wallet, bank, "1000000.00"));
        assertThat(result.getRefused().getCode()).isEqualTo("insufficient_funds");

        var posting = restPosting(wallet, bank, "1000000.00");
        var response = ledger.http().post("/postings", ledger.admin(), posting);
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.code()).isEqualTo("insufficient_funds");
        assertThat(response.json().getString("posting_id")).isEqualTo(posting.getString("id"));
        assertThat(response.json().getInteger("transfer_index")).isZero();
    }

    @Test
    void a_posting_returns_the_balances_and_is_replayed() {
        var merchant = open("house", "merchant", AccountKind.ACCOUNT_KIND_LIABILITY, LimitPolicy.LIMIT_POLICY_NONE);
        var posting = restPosting(bank, merchant, 12.5);

        var first = ledger.http().post("/postings", ledger.admin(), posting);
        var second = ledger.http().post("/postings", ledger.admin(), posting);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().getBoolean("replayed")).isFalse();
        assertThat(first.json().getJsonArray("balances").getJsonObject(1).getString("balance"))
                .isEqualTo("12.50");
        assertThat(second.json().getBoolean("replayed")).isTrue();
        assertThat(second.json().put("replayed", false)).isEqualTo(first.json());
        var stored = ledger.http().get("/" + first.header("location"), ledger.admin());
        assertThat(stored.json().getJsonArray("transfers"))
                .isEqualTo(first.json().getJsonArray("transfers"));
    }

    @Test
    void other_content_under_a_used_id_is_a_conflict() {
        var posting = posting(bank, newWallet(), "1.00");
        assertThat(post(posting).hasPosted()).isTrue();
        assertThat(post(posting).getPosted().getReplayed()).isTrue();

        var other = posting.toBuilder().setReference("other").build();
        assertThat(post(other).getRefused().getCode()).isEqualTo("duplicate_conflict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"id\":\"x\",\"transfers\":[]}",
                "{\"id\":7,\"transfers\":{}}",
                "{\"transfers\":[{\"amount\":\"1e3\"}]}",
                "{\"transfers\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            })
    void a_malformed_posting_is_a_bad_request(String body) {
        assertThat(ledger.http().post("/postings", ledger.admin(), body).status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.001", "1e3", "99999999999999999999", "-", ""})
    void an_invalid_amount_has_the_same_code_in_both_transports(String amount) {
        assertThat(ledger.http()
                        .post("/postings", ledger.admin(), restPosting(bank, wallet, amount))
                        .code())
                .isEqualTo("amount_invalid");
        assertThatThrownBy(() -> post(posting(bank, wallet, amount)))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().code()).isEqualTo("amount_invalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e-999999999", "0.0000000000000000000000000000001", "1e2"})
    void a_number_is_read_exactly_or_refused(String number) {
        var posting = restPosting(bank, newWallet(), "number").encode().replace("\"number\"", number);

        var response = ledger.http().post("/postings", ledger.admin(), posting);

        assertThat(response.status()).isEqualTo(number.equals("1e2") ? 201 : 422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=201", "limit=x", "limit=5.5", "limit=99999999999", "cursor=x", "cursor=-1"})
    void an_invalid_limit_or_cursor_is_a_bad_request(String query) {
        var response = ledger.http().get("/accounts/" + wallet.getAccountId() + "/entries?" + query, adasToken);

        assertThat(response.status()).isEqualTo(400);
    }

    @Test
    void entries_are_paged_by_cursor_in_both_transports() {
        var own = newWallet();
        List.of("1.00", "2.00", "3.00").forEach(amount -> post(posting(bank, own, amount)));

        var newest = ledger.http()
                .get("/accounts/" + own.getAccountId() + "/entries?limit=2", ledger.admin())
                .json();
        assertThat(amounts(newest.getJsonArray("entries"))).containsExactly("3.00", "2.00");
        var oldest = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.ListEntries,
                        ListEntriesRequest.newBuilder()
                                .setAccountId(own.getAccountId())
                                .setLimit(2)
                                .setCursor(newest.getString("next_cursor"))
                                .build(),
                        ledger.admin());
        assertThat(oldest.getEntriesList())
                .extracting(entry -> entry.getAmount().getAmount())
                .containsExactly("1.00");
        assertThat(oldest.getNextCursor()).isEmpty();
    }

    @Test
    void a_statement_adds_up() {
        var own = newWallet();
        List.of("1.00", "2.00", "3.00").forEach(amount -> post(posting(bank, own, amount)));

        var path = "/accounts/" + own.getAccountId() + "/statement?limit=2";
        var first = ledger.http().get(path, ledger.admin()).json();
        var second = ledger.http()
                .get(path + "&cursor=" + first.getString("next_cursor"), ledger.admin())
                .json();

        assertThat(first.getString("opening_balance")).isEqualTo("0.00");
        assertThat(amounts(first.getJsonArray("entries"))).containsExactly("1.00", "2.00");
        assertThat(first.getString("closing_balance")).isEqualTo("3.00");
        assertThat(second.getString("opening_balance")).isEqualTo("3.00");
        assertThat(amounts(second.getJsonArray("entries"))).containsExactly("3.00");
        assertThat(second.getString("closing_balance")).isEqualTo("6.00");
        assertThat(second.getString("next_cursor")).isNull();
    }

    @Test
    void the_trial_balance_is_zero_in_both_transports() {
        var byRest = ledger.http().get("/trial-balance", ledger.admin()).json().getJsonArray("totals");
        assertThat(byRest).isNotEmpty().allSatisfy(total -> assertThat(differenceOf((JsonObject) total))
                .isZero());

        var byGrpc = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.GetTrialBalance,
                        GetTrialBalanceRequest.getDefaultInstance(),
                        ledger.admin());
        assertThat(byGrpc.getTotalsList()).isNotEmpty().allSatisfy(total -> assertThat(
                        new BigDecimal(total.getDifference()))
                .isZero());
        assertThat(ledger.http().get("/trial-balance", adasToken).status()).isEqualTo(403);
    }

    @Test
    void an_account_opened_by_rest_is_the_one_that_grpc_reads() {
        var chen = UUID.randomUUID().toString();
        var spec = new JsonObject()
                .put("owner", chen)
                .put("code", "wallet")
                .put("currency", "JPY")
                .put("kind", "LIABILITY")
                .put("limit", "NO_OVERDRAFT");

        var opened = ledger.http().post("/accounts", ledger.admin(), spec);

        assertThat(opened.status()).isEqualTo(201);
        var read = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.GetAccount,
                        GetAccountRequest.newBuilder()
                                .setAccountId(opened.json().getString("id"))
                                .build(),
                        ledger.token(chen, Scope.LEDGER_READ))
                .getAccount();
        assertThat(read.getBalance().getAmount()).isEqualTo("0");
        var lax = ledger.http().post("/accounts", ledger.admin(), spec.copy().put("limit", "NONE"));
        assertThat(lax.status()).isEqualTo(409);
        assertThat(lax.code()).isEqualTo("account_conflict");
    }

    private Account newWallet() {
        return open(
                UUID.randomUUID().toString(),
                "wallet",
                AccountKind.ACCOUNT_KIND_LIABILITY,
                LimitPolicy.LIMIT_POLICY_NO_OVERDRAFT);
    }

    private Account open(String owner, String code, AccountKind kind, LimitPolicy limit) {
        var spec = AccountSpec.newBuilder()
                .setOwner(owner)
                .setCode(code)
                .setCurrency("USD")
                .setKind(kind)
                .setLimit(limit);
        return ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.OpenAccounts,
                        OpenAccountsRequest.newBuilder().addAccounts(spec).build(),
                        ledger.admin())
                .getAccounts(0);
    }

    private PostingResult post(Posting posting) {
        return ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.Post,
                        PostRequest.newBuilder().setPosting(posting).build(),
                        ledger.admin())
                .getResult();
    }

    private static Posting posting(Account debit, Account credit, String amount) {
        return Posting.newBuilder()
                .setPostingId(UUID.randomUUID().toString())
                .setReference("test")
                .addTransfers(Transfer.newBuilder()
                        .setTransferId(UUID.randomUUID().toString())
                        .setDebitAccountId(debit.getAccountId())
                        .setCreditAccountId(credit.getAccountId())
                        .setAmount(Money.newBuilder().setAmount(amount).setCurrency("USD"))
                        .setCode("payment"))
                .build();
    }

    private static JsonObject restPosting(Account debit, Account credit, Object amount) {
        var transfer = new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("debit_account_id", debit.getAccountId())
                .put("credit_account_id", credit.getAccountId())
                .put("amount", amount)
                .put("currency", "USD")
                .put("code", "payment");
        return new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("reference", "test")
                .put("transfers", new JsonArray().add(transfer));
    }

    private static BigDecimal differenceOf(JsonObject total) {
        return new BigDecimal(total.getString("difference"));
    }

    private static List<String> amounts(JsonArray entries) {
        return entries.stream()
                .map(JsonObject.class::cast)
                .map(entry -> entry.getString("amount"))
                .toList();
    }
}
