/** The process: Vert.x, metrics, the transports of a verticle, and logging. */
package dev.corridor.kit.runtime;
