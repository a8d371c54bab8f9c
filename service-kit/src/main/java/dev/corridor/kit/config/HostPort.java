package dev.corridor.kit.config;

/** A host and a TCP port, written {@code host:port}. */
public record HostPort(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /** @throws IllegalArgumentException unless it is host:port with a port from 1 to 65535 */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("not host:port");
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("no such port");
        }
        return new HostPort(text.substring(0, colon), port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
