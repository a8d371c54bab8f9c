/**
 * SQL of the payment service, one class for each table or statement. {@link dev.corridor.payment.store.PaymentStore}
 * holds them all.
 *
 * <p>Writes of payments go through {@link dev.corridor.payment.store.PaymentWriter}: a queue, a batch, one statement,
 * one commit.
 */
package dev.corridor.payment.store;
