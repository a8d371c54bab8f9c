package dev.corridor.platform.edge;

import io.vertx.core.Future;

/** Finds people by the name they sign in with. */
@FunctionalInterface
interface People {

    /** The user id; fails with {@link OAuthError} when there is nobody of that name, or when it can't be found out. */
    Future<String> userIdOf(String username);
}
