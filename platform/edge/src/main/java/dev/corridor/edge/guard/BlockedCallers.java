package dev.corridor.edge.guard;

import dev.corridor.edge.config.ApiConfig.Blocked;
import dev.corridor.edge.error.GatewayError;
import dev.corridor.kit.error.Problem;
import dev.corridor.kit.identity.Caller;
import io.vertx.ext.web.RoutingContext;

/** Refuses the addresses, applications and users that the operator has blocked. */
public final class BlockedCallers {
    private final Blocked blocked;

    public BlockedCallers(Blocked blocked) {
        this.blocked = blocked;
    }

    /** A step before authentication, so that a blocked address costs little. */
    public void refuseAddress(RoutingContext context) {
        String address = context.request().remoteAddress().hostAddress();
        next(context, blocked.addresses().contains(address), "address");
    }

    /** A step after authentication. */
    public void refuseCaller(RoutingContext context) {
        Caller caller = GatewayRequest.of(context).caller().orElse(null);
        boolean isUser = caller != null && blocked.users().contains(caller.subject());
        boolean isApplication = caller != null && blocked.applications().contains(caller.clientId());
        next(context, isUser || isApplication, isUser ? "user" : "application");
    }

    private static void next(RoutingContext context, boolean isBlocked, String who) {
        if (isBlocked) {
            context.fail(Problem.of(GatewayError.BLOCKED, "This " + who + " has been blocked."));
        } else {
            context.next();
        }
    }
}
