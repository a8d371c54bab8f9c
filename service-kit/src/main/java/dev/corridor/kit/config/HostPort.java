package dev.corridor.kit.config;

/** A host and a TCP port, written {@code host:port}. */
public record HostPort(String host, int port) {

    /** @throws IllegalArgumentException unless it is host:port */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException("not host:port");
        }
        return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
