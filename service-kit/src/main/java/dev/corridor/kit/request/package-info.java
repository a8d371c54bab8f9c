/** Reads what callers send: JSON, times, dates, page limits, ids, correlation id and deadline. */
package dev.corridor.kit.request;
