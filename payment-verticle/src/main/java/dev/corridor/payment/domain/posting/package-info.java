/** Postings that the ledger is asked for, derived from payments and refunds. */
package dev.corridor.payment.domain.posting;
