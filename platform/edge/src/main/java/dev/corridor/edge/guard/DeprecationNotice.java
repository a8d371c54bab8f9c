package dev.corridor.edge.guard;

import dev.corridor.edge.config.Api;
import dev.corridor.edge.config.Deprecation;
import dev.corridor.kit.value.HttpDate;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;

/** Tells the callers of a deprecated version when it ends, and what replaces it (RFC 9745, RFC 8594). */
public final class DeprecationNotice implements Handler<RoutingContext> {
    private final Deprecation deprecation;
    private final String sunset;
    private final List<String> links;

    public DeprecationNotice(Api api, Deprecation deprecation) {
        this.deprecation = deprecation;
        this.sunset = deprecation.sunset().map(HttpDate::format).orElse(null);
        this.links = links(api, deprecation);
    }

    private static List<String> links(Api api, Deprecation deprecation) {
        var links = new ArrayList<String>();
        deprecation.link().ifPresent(link -> {
            links.add("<" + link + ">; rel=\"deprecation\"");
            if (deprecation.sunset().isPresent()) {
                links.add("<" + link + ">; rel=\"sunset\"");
            }
        });
        deprecation
                .successor()
                .ifPresent(version -> links.add("<" + api.context() + "/" + version + ">; rel=\"successor-version\""));
        return links;
    }

    @Override
    public void handle(RoutingContext context) {
        // At the end, because a backend's own Link would replace these.
        context.addHeadersEndHandler(sent -> {
            var headers = context.response().headers();
            headers.set("deprecation", "@" + deprecation.since().getEpochSecond());
            if (sunset != null) {
                headers.set("sunset", sunset);
            }
            links.forEach(link -> headers.add("link", link));
        });
        context.next();
    }
}
