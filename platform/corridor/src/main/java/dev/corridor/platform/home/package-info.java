/** Folder, ports, run file and lock of a platform on one machine, and what all commands share. */
package dev.corridor.platform.home;
