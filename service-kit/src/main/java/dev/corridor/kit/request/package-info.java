/** Reads what callers send: heads, parameters, conditions, JSON, numbers, times, dates, page limits, ids, correlation id and deadline. */
package dev.corridor.kit.request;
