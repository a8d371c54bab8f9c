package dev.corridor.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * TCP proxy on loopback that injects network faults between a client and a server: it cuts connections, loses them without
 * closing them, stalls them in one direction or both, or refuses them. Without a fault it passes every byte.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::daemon);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> lost = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private boolean requestsStalled;
    private boolean responsesStalled;
    private boolean refusing;

    private FaultProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    public static FaultProxy to(String host, int port) {
        try {
            var proxy = new FaultProxy(
                    new InetSocketAddress(host, port), new ServerSocket(0, 0, InetAddress.getByName(Ports.LOOPBACK)));
            proxy.threads.execute(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that the client connects to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Closes every open connection. New connections work. */
    public void cut() {
        open.forEach(FaultProxy::close);
    }

    /** Loses every open connection for good: drops its bytes and hides from each side that the other closes. New ones work. */
    public void lose() {
        lost.addAll(open);
    }

    /** Stops passing bytes in both directions, without closing connections, until {@link #heal}. */
    public void stall() {
        set(true, true, false);
    }

    /** Stops passing bytes from the server to the client until {@link #heal}; the other direction works. */
    public void stallResponses() {
        set(false, true, false);
    }

    /** Closes every open connection and refuses new ones until {@link #heal}. */
    public void refuse() {
        set(false, false, true);
        cut();
    }

    /** Ends all faults. Stalled connections continue. */
    public void heal() {
        set(false, false, false);
    }

    @Override
    public void close() {
        heal();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        threads.shutdownNow();
    }

    private void set(boolean stallRequests, boolean stallResponses, boolean refuse) {
        synchronized (change) {
            requestsStalled = stallRequests;
            responsesStalled = stallResponses;
            refusing = refuse;
            change.notifyAll();
        }
    }

    private boolean isRefusing() {
        synchronized (change) {
            return refusing;
        }
    }

    private void awaitPassage(boolean towardsServer) throws InterruptedException {
        synchronized (change) {
            while (towardsServer ? requestsStalled : responsesStalled) {
                change.wait();
            }
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                if (isRefusing()) {
                    close(client);
                } else {
                    connect(client);
                }
            } catch (IOException closed) {
                // The listener was closed, which ends the loop, or a client disconnected before it was accepted.
            }
        }
    }

    private void connect(Socket client) {
        var toServer = new Socket();
        open.add(client);
        open.add(toServer);
        try {
            toServer.connect(server, CONNECT_TIMEOUT_MS);
            client.setTcpNoDelay(true);
            toServer.setTcpNoDelay(true);
            threads.execute(() -> pass(client, toServer, true));
            threads.execute(() -> pass(toServer, client, false));
        } catch (IOException unreachable) {
            end(client, toServer);
        }
    }

    private void pass(Socket from, Socket to, boolean towardsServer) {
        var buffer = new byte[BUFFER_BYTES];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            int read;
            while ((read = in.read(buffer)) >= 0) {
                awaitPassage(towardsServer);
                if (!lost.contains(from)) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException broken) {
            // The connection was closed; the other side is closed below.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            if (lost.remove(from)) {
                open.remove(from);
                close(from);
            } else {
                end(from, to);
            }
        }
    }

    private void end(Socket one, Socket other) {
        open.remove(one);
        open.remove(other);
        close(one);
        close(other);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // A socket that cannot be closed is already broken.
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }
}
