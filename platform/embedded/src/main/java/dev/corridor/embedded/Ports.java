package dev.corridor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ports of the loopback interface. Embedded servers listen on no other interface. */
public final class Ports {
    public static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECT_TIMEOUT_MS = 500;
    private static final Duration FREE_TIMEOUT = Duration.ofSeconds(5);
    private static final long FREE_RETRY_MS = 100;

    private Ports() {}

    /** Returns a port that is free now. */
    public static int free() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns ports that are free now, no two of them the same; {@link #free()} may return a port again that nobody uses yet. */
    public static List<Integer> free(int count) {
        var ports = new ArrayList<Integer>();
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            if (count > 1) {
                ports.addAll(free(count - 1));
            }
            ports.add(socket.getLocalPort());
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(LOOPBACK, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits a moment for a port that is in use: it may be the local port of somebody's short connection. */
    public static void requireFree(String server, int port) {
        long deadline = System.nanoTime() + FREE_TIMEOUT.toNanos();
        while (!isFree(port)) {
            if (System.nanoTime() > deadline) {
                throw new ServerFailure("Port " + port + ", which " + server + " needs, is in use by another program.");
            }
            pause(server);
        }
    }

    private static void pause(String server) {
        try {
            TimeUnit.MILLISECONDS.sleep(FREE_RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("Starting " + server + " was interrupted.", e);
        }
    }

    static Socket connect(int port) throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(CONNECT_TIMEOUT_MS);
        socket.connect(new InetSocketAddress(LOOPBACK, port), CONNECT_TIMEOUT_MS);
        return socket;
    }
}
