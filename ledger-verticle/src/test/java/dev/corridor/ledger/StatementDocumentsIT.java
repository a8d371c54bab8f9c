package dev.corridor.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.corridor.kit.testing.HttpResult;
import dev.corridor.ledger.v1.LedgerServiceGrpcClient;
import dev.corridor.ledger.v1.ReconcileRequest;
import dev.corridor.ledger.v1.StatementFormat;
import io.vertx.core.json.JsonObject;
import io.vertx.grpc.common.GrpcStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements as documents, and their reconciliation. */
class StatementDocumentsIT extends LedgerFeature {
    @Test
    void a_statement_is_exported_as_csv_and_as_camt_053() {
        var ada = wallet("");
        var salary = posting(transfer(bank, ada, "100.00")).put("reference", "=cmd|' /C calc'!A0");
        ledger.http().post("/postings", ledger.admin(), salary);
        post(transfer(ada, bank, "30.00"));

        var csv = ledger.http()
                .get("/accounts/" + ada + "/statement/csv", ledger.admin())
                .body();
        assertThat(csv.lines()).hasSize(5);
        assertThat(csv.lines().toList().get(2)).contains(",100.00,USD,100.00,").contains("'=cmd");
        assertThat(csv.lines().toList().get(3)).contains(",-30.00,USD,70.00,");
        assertThat(csv.lines().toList().get(4)).contains(",USD,70.00,closing_balance");
        var xml = ledger.http()
                .get("/accounts/" + ada + "/statement/camt.053", ledger.admin())
                .body();
        assertThat(Camt053Schema.problemsOf(xml)).isEmpty();
        assertThat(xml).contains("<Ntry>").contains(">30.00<").contains("DBIT");
    }

    @ParameterizedTest
    @CsvSource({"camt.053, salary", "csv, salary", "csv, =1+1", "csv, 'salary, march'"})
    void an_exported_statement_reconciles_without_a_difference(String format, String reference) {
        var ada = wallet("");
        ledger.http()
                .post(
                        "/postings",
                        ledger.admin(),
                        posting(transfer(bank, ada, "100.00")).put("reference", reference));
        post(transfer(ada, bank, "30.00"));
        var exported = ledger.http()
                .get("/accounts/" + ada + "/statement/" + format, ledger.admin())
                .body();

        var reconciled = reconcile(ada, format, exported);

        assertThat(reconciled.getJsonArray("matched")).hasSize(2);
        assertThat(reconciled.getJsonArray("differing")).isEmpty();
        assertThat(reconciled.getJsonArray("missing_in_ledger")).isEmpty();
        assertThat(reconciled.getJsonArray("missing_in_statement")).isEmpty();
    }

    @Test
    void a_statement_of_several_lines_reconciles_over_grpc() {
        var ada = wallet("");
        post(transfer(bank, ada, "100.00"));
        var csv = "date,amount\r\n" + LocalDate.now(ZoneOffset.UTC) + ",100.00\r\n";

        var reconciled = ledger.grpc()
                .call(
                        LedgerServiceGrpcClient.Reconcile,
                        ReconcileRequest.newBuilder()
                                .setAccountId(ada)
                                .setFormat(StatementFormat.STATEMENT_FORMAT_CSV)
                                .setStatement(ByteString.copyFromUtf8(csv))
                                .build(),
                        ledger.admin());

        assertThat(reconciled.getMatchedList()).hasSize(1);
        assertThat(reconciled.getMissingInLedgerList()).isEmpty();
        assertThat(reconciled.getMissingInStatementList()).isEmpty();
    }

    @Test
    void a_statement_over_grpc_that_is_not_utf_8_is_an_invalid_statement() {
        var outcome = ledger.grpc()
                .outcome(
                        LedgerServiceGrpcClient.Reconcile,
                        ReconcileRequest.newBuilder()
                                .setAccountId(wallet(""))
                                .setFormat(StatementFormat.STATEMENT_FORMAT_CSV)
                                .setStatement(ByteString.copyFrom(new byte[] {(byte) 0xC3, '('}))
                                .build(),
                        ledger.admin());

        assertThat(outcome.status()).isEqualTo(GrpcStatus.INVALID_ARGUMENT);
    }

    @Test
    void an_external_statement_is_compared_line_by_line() {
        var ada = wallet("");
        for (var each : List.of("salary 100.00", "bonus 20.00", "gift 5.00")) {
            var words = each.split(" ");
            ledger.http()
                    .post(
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
    void a_statement_is_uploaded_as_a_document() {
        var ada = wallet("");
        ledger.http()
                .post(
                        "/postings",
                        ledger.admin(),
                        posting(transfer(bank, ada, "100.00")).put("reference", "salary"));
        var xml = ledger.http()
                .get("/accounts/" + ada + "/statement/camt.053", ledger.admin())
                .body();
        var csv = "date,amount,reference\n%s,100.00,salary\n"
                .formatted(Instant.now().toString().substring(0, 10));

        for (var uploaded : List.of(
                upload(ada, "application/xml", xml),
                upload(ada, "text/csv", csv),
                upload(ada, "Text/CSV; charset=utf-8", csv))) {
            uploaded.assertStatus(200);
            assertThat(uploaded.json().getJsonArray("matched")).hasSize(1);
            assertThat(uploaded.json().getJsonArray("missing_in_statement")).isEmpty();
        }
        assertThat(upload(ada, "text/csv", "").code()).isEqualTo("statement_invalid");
        assertThat(upload(ada, "application/pdf", csv).status()).isEqualTo(415);
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
    void an_unreadable_csv_is_an_invalid_statement(String csv) {
        var response = reconciliation(wallet(""), "csv", csv);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.code()).isEqualTo("statement_invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Document",
                "<Document><Ntry><Amt Ccy=\"USD\">1.00</Amt></Ntry></Document>",
                "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Document><Ntry>&x;</Ntry></Document>",
            })
    void an_unreadable_camt_053_is_a_bad_request(String xml) {
        var response = reconciliation(wallet(""), "camt.053", xml);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("root:");
    }

    private HttpResult reconciliation(String account, String form, String statement) {
        return ledger.http()
                .post(
                        "/accounts/" + account + "/reconciliation",
                        ledger.admin(),
                        new JsonObject().put("format", form).put("statement", statement));
    }

    private HttpResult upload(String account, String contentType, String statement) {
        return ledger.http()
                .request("POST", "/accounts/" + account + "/reconciliation")
                .token(ledger.admin())
                .body(contentType, statement)
                .send();
    }

    private JsonObject reconcile(String account, String form, String statement) {
        var response = reconciliation(account, form, statement);
        response.assertStatus(200);
        return response.json();
    }
}
