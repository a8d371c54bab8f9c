/** Meters of HTTP requests, and the meter registry of a Vert.x. */
package dev.corridor.kit.metrics;
