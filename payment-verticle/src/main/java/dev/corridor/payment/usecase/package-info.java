/**
 * Use cases: one class for each thing that the service does, whichever transport asks.
 *
 * <pre>
 *   PaymentInitiation --> PaymentPlanning (profile, forex, ledger) --> store --> PaymentExecution (ledger, outcome, event)
 *   HoldResolver ---------------------- decide, store ----------------------> PaymentExecution
 *   RefundInitiation ------------------ decide, store ----------------------> RefundExecution
 *   PaymentRecovery, HoldExpiry: background jobs that finish and expire what is left
 *   PaymentQueries, PaymentSubscriptions: reads
 * </pre>
 */
package dev.corridor.payment.usecase;
