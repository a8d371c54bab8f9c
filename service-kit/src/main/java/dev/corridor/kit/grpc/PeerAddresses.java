package dev.corridor.kit.grpc;

import dev.corridor.kit.config.HostPort;
import dev.corridor.kit.metrics.VertxMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of a service, used round robin. One that is left out is used only when no other is left. A DNS name stands
 * for all its addresses and is resolved again every few seconds.
 *
 * <p>This is not Vert.x' {@code LoadBalancer}, because that one selects inside of {@code request()}: a caller cannot learn
 * at which address a connection failed, and so could not go on to another.
 */
public final class PeerAddresses {
    private static final Logger LOG = LoggerFactory.getLogger(PeerAddresses.class);
    private static final Duration RESOLVE_EVERY = Duration.ofSeconds(5);
    private static final Duration PROBE_EVERY = Duration.ofMillis(500);
    private static final Duration BREAKER_PAUSE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final String service;
    private final List<HostPort> configured;
    private final Function<PeerAddress, Future<?>> probe;
    private volatile List<PeerAddress> addresses;
    private volatile boolean closed;
    private int turn;

    /**
     * @param configured addresses and names
     * @param probe succeeds when an address that was left out answers again
     */
    public PeerAddresses(
            Vertx vertx, String service, List<HostPort> configured, Function<PeerAddress, Future<?>> probe) {
        this.vertx = vertx;
        this.service = service;
        this.configured = List.copyOf(configured);
        this.probe = probe;
        // Until names are resolved, each stands for itself.
        this.addresses = configured.stream().distinct().map(this::create).toList();
        if (configured.stream().anyMatch(PeerAddresses::isName)) {
            resolve();
            vertx.setPeriodic(RESOLVE_EVERY.toMillis(), this::resolveUnlessClosed);
        }
    }

    private PeerAddress create(HostPort address) {
        return new PeerAddress(
                address, new PeerBreaker(service, address.toString(), BREAKER_PAUSE, VertxMeters.of(vertx)));
    }

    public int size() {
        return addresses.size();
    }

    /** The next address whose breaker lets a call through, and that is none of {@code tried}. */
    public Optional<PeerAddress> next(Collection<PeerAddress> tried) {
        var next = pick(each -> !each.isLeftOut() && !tried.contains(each));
        return next.isPresent() ? next : pick(each -> each.isLeftOut() && !tried.contains(each));
    }

    private Optional<PeerAddress> pick(Predicate<PeerAddress> condition) {
        var all = addresses;
        int start = nextTurn();
        for (int i = 0; i < all.size(); i++) {
            var candidate = all.get((start + i) % all.size());
            if (condition.test(candidate) && candidate.tryAcquire()) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private synchronized int nextTurn() {
        turn = (turn + 1) & 0xffff;
        return turn;
    }

    /** Leaves an address without a working connection out until a probe succeeds. The only address is always used. */
    public void leaveOut(PeerAddress address, String reason) {
        if (size() > 1 && address.leaveOut()) {
            LOG.atWarn()
                    .addKeyValue("service", service)
                    .addKeyValue("address", address)
                    .addKeyValue("reason", reason)
                    .log("an address of another service is left out");
            probeLater(address);
        }
    }

    private void probeLater(PeerAddress address) {
        vertx.setTimer(PROBE_EVERY.toMillis(), due -> {
            if (!closed && addresses.contains(address)) {
                probe.apply(address).onSuccess(answered -> takeBack(address)).onFailure(silent -> probeLater(address));
            }
        });
    }

    private void takeBack(PeerAddress address) {
        address.takeBack();
        LOG.atInfo()
                .addKeyValue("service", service)
                .addKeyValue("address", address)
                .log("an address of another service answers again");
    }

    /** Ends probing and resolving. */
    public void close() {
        closed = true;
    }

    private void resolveUnlessClosed(long timer) {
        if (closed) {
            vertx.cancelTimer(timer);
        } else {
            resolve();
        }
    }

    private void resolve() {
        vertx.executeBlocking(
                        () -> configured.stream()
                                .flatMap(PeerAddresses::addressesOf)
                                .toList(),
                        false)
                .onSuccess(this::replace)
                .onFailure(unknown -> LOG.atWarn()
                        .addKeyValue("service", service)
                        .addKeyValue("reason", unknown.getMessage())
                        .log("an address cannot be resolved"));
    }

    /** Replaces the addresses; one that stays keeps its state. */
    void replace(List<HostPort> resolved) {
        Map<String, PeerAddress> known = addresses.stream()
                .collect(Collectors.toMap(PeerAddress::toString, each -> each, (one, same) -> one, LinkedHashMap::new));
        if (!resolved.isEmpty()) {
            addresses = resolved.stream()
                    .distinct()
                    .map(each -> known.containsKey(each.toString()) ? known.get(each.toString()) : create(each))
                    .toList();
        }
    }

    /** No top-level domain ends with a digit. */
    private static boolean isName(HostPort address) {
        String host = address.host();
        return host.indexOf(':') < 0 && !Character.isDigit(host.charAt(host.length() - 1));
    }

    /** Asks the system's resolver, which knows /etc/hosts and search domains. IPv6 counts where there is no IPv4. */
    private static Stream<HostPort> addressesOf(HostPort configured) {
        if (!isName(configured)) {
            return Stream.of(configured);
        }
        try {
            var found = InetAddress.getAllByName(configured.host());
            boolean hasIpv4 = Arrays.stream(found).anyMatch(Inet4Address.class::isInstance);
            return Arrays.stream(found)
                    .filter(each -> !hasIpv4 || each instanceof Inet4Address)
                    .map(each -> new HostPort(each.getHostAddress(), configured.port()));
        } catch (UnknownHostException unknown) {
            throw new java.io.UncheckedIOException(unknown);
        }
    }
}
