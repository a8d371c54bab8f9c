package dev.corridor.forex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corridor.forex.v1.CreateQuoteRequest;
import dev.corridor.forex.v1.CreateQuoteResponse;
import dev.corridor.forex.v1.ForexServiceGrpcClient;
import dev.corridor.forex.v1.Quote;
import dev.corridor.forex.v1.UseQuoteRequest;
import dev.corridor.forex.v1.UseQuoteResponse;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.grpc.ServiceClient;
import dev.corridor.kit.sql.Database;
import dev.corridor.kit.value.ProtoTime;
import dev.corridor.money.v1.Money;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Quotes over REST and gRPC. */
class QuotesIT {
    private static RunningForex forex;
    private static ServiceClient grpc;

    @BeforeAll
    static void start() {
        forex = new RunningForex(Map.of());
        grpc = forex.grpc();
    }

    @AfterAll
    static void stop() {
        forex.close();
    }

    @Test
    void a_quote_has_amounts_rate_markup_and_expiry() {
        var created = forex.post("/quotes", "{\"from\":\"USD\",\"to\":\"EUR\",\"to_amount\":\"100.00\"}", trader());

        assertThat(created.status()).isEqualTo(201);
        var quote = created.json();
        assertThat(quote.getJsonObject("target"))
                .isEqualTo(new JsonObject().put("amount", "100.00").put("currency", "EUR"));
        assertThat(quote.getJsonObject("source").getString("currency")).isEqualTo("USD");
        assertThat(new BigDecimal(quote.getString("rate"))).isLessThan(new BigDecimal(quote.getString("mid")));
        assertThat(new BigDecimal(quote.getString("markup")))
                .isBetween(new BigDecimal("0.0001"), new BigDecimal("0.01"));
        assertThat(quote.getJsonObject("fee").getString("amount")).isEqualTo("0.00");
        assertThat(Duration.between(
                        Instant.parse(quote.getString("created_at")), Instant.parse(quote.getString("expires_at"))))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(forex.get("/quotes/" + quote.getString("id"), trader()).json())
                .isEqualTo(quote);
    }

    @Test
    void either_side_can_be_fixed_and_the_amounts_agree_with_the_rate() {
        var quote = forex.post(
                        "/quotes",
                        "{\"from\":\"USD\",\"to\":\"EUR\",\"amount\":250,\"valid_for_seconds\":300}",
                        trader())
                .json();

        var source = new BigDecimal(quote.getJsonObject("source").getString("amount"));
        var target = new BigDecimal(quote.getJsonObject("target").getString("amount"));
        assertThat(source).isEqualByComparingTo("250.00");
        assertThat(source.multiply(new BigDecimal(quote.getString("rate")))
                        .subtract(target)
                        .abs())
                .isLessThanOrEqualTo(new BigDecimal("0.01"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"from\":\"USD\",\"to\":\"EUR\"}|400|invalid_request",
                "{\"from\":\"USD\",\"to\":\"EUR\",\"amount\":1,\"to_amount\":1}|400|invalid_request",
                "{\"from\":\"USD\",\"to\":\"USD\",\"amount\":\"1.00\"}|422|unknown_pair",
                "{\"from\":\"USD\",\"to\":\"XXX\",\"amount\":\"1.00\"}|422|unknown_currency",
                "{\"from\":\"USD\",\"to\":\"EUR\",\"amount\":\"1.001\"}|422|amount_invalid",
                "{\"from\":\"USD\",\"to\":\"EUR\",\"amount\":\"-1\"}|422|amount_invalid",
                "{\"from\":\"KRW\",\"to\":\"EUR\",\"amount\":\"1\"}|422|amount_too_small",
                "{\"from\":\"USD\",\"to\":\"EUR\",\"amount\":\"1.00\",\"valid_for_seconds\":3600}|400|invalid_request"
            })
    void an_invalid_quote_request_is_refused_with_its_code(String body, int status, String code) {
        var answer = forex.post("/quotes", body, trader());

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().getString("code")).isEqualTo(code);
    }

    @Test
    void a_quote_is_visible_to_its_owner_only() {
        var quote = quote("ada", 30);

        assertThat(forex.get("/quotes/" + quote.getQuoteId(), forex.tokenOf("blaise", "forex:trade"))
                        .status())
                .isEqualTo(404);
        assertCode("quote_not_found", () -> use("blaise", quote, UUID.randomUUID(), "100.00"));
        assertThat(forex.post("/quotes", "{}", forex.token("forex:read")).status())
                .isEqualTo(403);
        assertThat(forex.get("/quotes/nonsense", trader()).status()).isEqualTo(400);
    }

    @Test
    void of_concurrent_users_one_uses_a_quote_and_may_repeat_it() {
        var quote = quote("ada", 30);

        var takers = IntStream.range(0, 20).mapToObj(i -> UUID.randomUUID()).toList();
        var attempts = takers.stream()
                .map(taker -> call("ada", quote, taker, "100.00"))
                .toList();
        Future.join(attempts).otherwiseEmpty().await();

        var winners = IntStream.range(0, takers.size())
                .filter(i -> attempts.get(i).succeeded())
                .mapToObj(takers::get)
                .toList();
        assertThat(winners).hasSize(1);
        assertThat(use("ada", quote, winners.get(0), "100.00").getSource()).isEqualTo(quote.getSource());
        assertCode("quote_used", () -> use("ada", quote, UUID.randomUUID(), "100.00"));
        assertThat(forex.get("/quotes/" + quote.getQuoteId(), forex.tokenOf("ada", "forex:trade"))
                        .json()
                        .getBoolean("used"))
                .isTrue();
    }

    @Test
    void another_amount_is_a_mismatch_and_leaves_the_quote_unused() {
        var quote = quote("ada", 30);

        assertCode("quote_mismatch", () -> use("ada", quote, UUID.randomUUID(), "100.01"));

        assertThat(use("ada", quote, UUID.randomUUID(), "100.00").getUsed()).isTrue();
    }

    @Test
    void an_expired_quote_is_refused_except_to_the_payment_that_used_it_in_time() {
        var late = quote("ada", 5);
        var inTime = quote("ada", 5);
        var taker = UUID.randomUUID();
        use("ada", inTime, taker, "100.00");

        forex.until(() -> Instant.now().isAfter(ProtoTime.fromProto(inTime.getExpiresAt())));

        assertCode("quote_expired", () -> use("ada", late, UUID.randomUUID(), "100.00"));
        assertThat(use("ada", inTime, taker, "100.00").getSource()).isEqualTo(inTime.getSource());
    }

    @Test
    void quotes_that_nobody_used_are_deleted_a_day_after_their_expiry_however_many_there_are() {
        var database = forex.databaseAsOwner();
        insertQuotes(database, "unused", 25_000, "-2 days", "null");
        insertQuotes(database, "used", 2, "-2 days", "gen_random_uuid()");
        insertQuotes(database, "recent", 2, "-1 hour", "null");

        forex.until(() -> count(database, "unused") == 0);

        assertThat(count(database, "used")).isEqualTo(2);
        assertThat(count(database, "recent")).isEqualTo(2);
        assertThat(forex.get("/metrics").body())
                .contains("corridor_rows_expired{table=\"quote\"}")
                .contains("corridor_rows_expired{table=\"alert\"}");
        database.close().await();
    }

    private static void insertQuotes(Database database, String owner, int count, String expiresIn, String usedBy) {
        database.pool()
                .query(
                        """
                        insert into quote (id, owner, source_minor, source_currency, target_minor, target_currency, rate, mid,
                                           created_at, expires_at, used_by, used_at)
                        select gen_random_uuid(), '%1$s', 1, 'USD', 1, 'EUR', 1, 1, now(), now() + interval '%2$s',
                               user_id, case when user_id is null then null else now() end
                        from (select %3$s::uuid as user_id from generate_series(1, %4$d)) as numbers
                        """
                                .formatted(owner, expiresIn, usedBy, count))
                .execute()
                .await();
    }

    private static long count(Database database, String owner) {
        return database.pool()
                .query("select count(*) as quotes from quote where owner = '" + owner + "'")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong("quotes");
    }

    private static String trader() {
        return forex.token("forex:trade");
    }

    private static Quote quote(String owner, int seconds) {
        var request = CreateQuoteRequest.newBuilder()
                .setAmount(Money.newBuilder().setAmount("100.00").setCurrency("EUR"))
                .setOtherCurrency("USD")
                .setValidForSeconds(seconds)
                .build();
        return grpc.call(ForexServiceGrpcClient.CreateQuote, request, forex.tokenOf(owner, "forex:trade"))
                .map(CreateQuoteResponse::getQuote)
                .await();
    }

    private static Quote use(String owner, Quote quote, UUID taker, String amount) {
        return call(owner, quote, taker, amount).await();
    }

    private static Future<Quote> call(String owner, Quote quote, UUID taker, String amount) {
        var request = UseQuoteRequest.newBuilder()
                .setQuoteId(quote.getQuoteId())
                .setTakerId(taker.toString())
                .setTarget(Money.newBuilder().setAmount(amount).setCurrency("EUR"))
                .build();
        return grpc.call(ForexServiceGrpcClient.UseQuote, request, forex.tokenOf(owner, "payments:write"))
                .map(UseQuoteResponse::getQuote);
    }

    private static void assertCode(String code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(
                        problem.code().code())
                .isEqualTo(code));
    }
}
