package dev.corridor.kit.identity;

import dev.corridor.kit.identity.Revocation.Kind;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Revocations that a process knows of. A check costs one read while there are none, else at most four look-ups. One per process;
 * any thread.
 */
public final class Revocations {
    private final Map<String, Revocation> tokens = new ConcurrentHashMap<>();
    private final Map<String, Revocation> grants = new ConcurrentHashMap<>();
    private final Map<String, Revocation> users = new ConcurrentHashMap<>();
    private final Map<String, Revocation> clients = new ConcurrentHashMap<>();
    private volatile boolean isEmpty = true;
    private volatile boolean isKnown;

    /** Adds revocations. They are in effect when this returns. */
    public synchronized void add(Collection<Revocation> added) {
        for (var revocation : added) {
            isEmpty = false;
            of(revocation.kind()).merge(revocation.value(), revocation, Revocations::later);
        }
        isKnown = true;
    }

    /** Replaces everything, after the issuer has lost its list. */
    public synchronized void replace(Collection<Revocation> all) {
        for (var kind : Kind.values()) {
            of(kind).values().retainAll(all);
        }
        add(all);
        isEmpty = all.isEmpty();
    }

    /** Removes what concerns expired tokens only. */
    public synchronized void removeExpired(long nowSeconds) {
        boolean empty = true;
        for (var kind : Kind.values()) {
            of(kind).values().removeIf(revocation -> revocation.expiresAtSeconds() < nowSeconds);
            empty &= of(kind).isEmpty();
        }
        isEmpty = empty;
    }

    /** Whether the list has been read at least once. Before that nobody knows which tokens are revoked. */
    public boolean isKnown() {
        return isKnown;
    }

    /** Whether the token has been revoked: itself, its grant, its user or its client. */
    public boolean isRevoked(TokenIdentity token) {
        if (isEmpty) {
            return false;
        }
        return tokens.containsKey(token.tokenId())
                || grants.containsKey(token.grantId())
                || isOlder(token, users.get(token.subject()))
                || isOlder(token, clients.get(token.clientId()));
    }

    public int size() {
        return tokens.size() + grants.size() + users.size() + clients.size();
    }

    /** A token of the same second is revoked too: nobody can tell which came first. */
    private static boolean isOlder(TokenIdentity token, Revocation revocation) {
        return revocation != null && token.issuedAtSeconds() <= revocation.revokedAtSeconds();
    }

    private Map<String, Revocation> of(Kind kind) {
        return switch (kind) {
            case TOKEN -> tokens;
            case GRANT -> grants;
            case USER -> users;
            case CLIENT -> clients;
        };
    }

    private static Revocation later(Revocation one, Revocation other) {
        return one.revokedAtSeconds() >= other.revokedAtSeconds() ? one : other;
    }
}
