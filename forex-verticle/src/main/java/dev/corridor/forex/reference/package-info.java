/**
 * Reference rates: import of the embedded history, download of new publications, look-up by date, time series and conversion.
 * {@link dev.corridor.forex.reference.domain.CarryForward} is the rule for days without a publication.
 */
package dev.corridor.forex.reference;
