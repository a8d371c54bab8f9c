package dev.corridor.kit.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Names the network of a client, by which its connections are counted. */
final class ClientAddress {
    /** Every customer of a provider has a whole network of IPv6 of this size. */
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    static String of(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
                : address.getHostAddress();
    }
}
