package dev.corridor.edge.proxy;

/** The caller has cancelled its request or closed its connection, so nobody awaits an answer. It is no failure to report. */
final class CallerLeft extends RuntimeException {
    CallerLeft() {
        super("The caller has left.", null, false, false);
    }
}
