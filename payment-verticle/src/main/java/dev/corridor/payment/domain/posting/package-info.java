/** Postings to the ledger, derived from payments and refunds. */
package dev.corridor.payment.domain.posting;
