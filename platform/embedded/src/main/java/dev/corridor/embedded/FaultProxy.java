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
 * A network between a client and a server that can be made to fail: connections cut, stalled in one direction or both, or
 * refused. A TCP proxy on loopback, for tests; what it is not told to break it passes on as it is.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(FaultProxy::daemon);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Object change = new Object();
    private boolean requestsStalled;
    private boolean answersStalled;
    private boolean refusing;

    private FaultProxy(InetSocketAddress server, ServerSocket listener) {
        this.server = server;
        this.listener = listener;
    }

    public static FaultProxy to(String host, int port) {
        try {
            var link = new FaultProxy(
                    new InetSocketAddress(host, port), new ServerSocket(0, 0, InetAddress.getByName(Ports.LOOPBACK)));
            link.threads.execute(link::accept);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the client connects to. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Breaks every connection there is, in the middle of whatever it carries. New ones work. */
    public void cut() {
        open.forEach(FaultProxy::close);
    }

    /** Passes nothing on, and closes nothing, until {@link #heal}. */
    public void stall() {
        set(true, true, false);
    }

    /** Passes on what the client says, and nothing of what the server says, until {@link #heal}. */
    public void stallAnswers() {
        set(false, true, false);
    }

    /** Breaks every connection, and every new one at once, until {@link #heal}. */
    public void refuse() {
        set(false, false, true);
        cut();
    }

    /** Works again; what was stalled goes on. */
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

    private void set(boolean nowRequestsStalled, boolean nowAnswersStalled, boolean nowRefusing) {
        synchronized (change) {
            requestsStalled = nowRequestsStalled;
            answersStalled = nowAnswersStalled;
            refusing = nowRefusing;
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
            while (towardsServer ? requestsStalled : answersStalled) {
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
                // Ends with the listener; a client that is gone before it was accepted matters to nobody.
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
        } catch (IOException serverAway) {
            end(client, toServer);
        }
    }

    private void pass(Socket from, Socket to, boolean towardsServer) {
        var buffer = new byte[BUFFER_BYTES];
        try (var in = from.getInputStream();
                var out = to.getOutputStream()) {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                awaitPassage(towardsServer);
                out.write(buffer, 0, read);
            }
        } catch (IOException broken) {
            // As a connection ends.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            end(from, to);
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
            // It is closed.
        }
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "faulty-link");
        thread.setDaemon(true);
        return thread;
    }
}
