/** Prices of conversions at the live rates, and quotes: prices that are promised to their owner until they expire. */
package dev.corridor.forex.quote;
