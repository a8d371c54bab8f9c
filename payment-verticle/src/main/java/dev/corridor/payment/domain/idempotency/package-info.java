/** Idempotency keys: requests, fingerprints, stored records and replayed results. */
package dev.corridor.payment.domain.idempotency;
