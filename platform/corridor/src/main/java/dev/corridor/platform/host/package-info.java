/** Runs services and embedded servers, and restarts those that end. */
package dev.corridor.platform.host;
