/**
 * The one test harness of all modules: deploys a service as production does and calls it over HTTP and gRPC.
 *
 * <pre>{@code
 * try (var ledger = RunningService.start(new LedgerService(), environment)) {
 *     var http = ledger.http();
 *     http.post("/accounts", ledger.token("ada", Scope.LEDGER_ADMIN), body).assertProblem(422, "unknown_currency");
 *     var account = ledger.grpc().call(LedgerServiceGrpcClient.GetAccount, request, token).getAccount();
 * }
 * }</pre>
 *
 * <p>Waiting is Awaitility's: {@code await().until(() -> ...)}.
 */
package dev.corridor.kit.testing;
