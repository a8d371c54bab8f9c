/** Limits of the connections that a server accepts: their number, and the time that each may take without being of use. */
package dev.corridor.kit.connection;
