/** Starts and stops a whole platform on one machine. */
package dev.corridor.platform.local;
