package dev.corridor.edge.portal;

import dev.corridor.edge.config.EdgeConfig;
import dev.corridor.kit.request.IfNoneMatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Pages of the developer portal, below {@code /portal/}. They are rendered when the first of them is read, so that the edge starts
 * without them, and work offline. Their scripts call {@code /portal/api} and the APIs with the token of the user who signed in.
 * Belongs to one verticle.
 */
public final class PortalPages {
    private static final String PATH = "/portal";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}");
    /** GraphiQL writes style elements. */
    private static final String GRAPHIQL = "graphiql";

    private final Vertx vertx;
    private final EdgeConfig config;
    private Future<Content> content;

    private record Content(Map<String, PageFile> pages, Map<String, PageFile> files, ContractFiles contracts) {}

    public PortalPages(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    private Future<Content> content() {
        if (content == null || content.failed()) {
            content = vertx.executeBlocking(
                    () -> new Content(
                            PageCatalogue.read(new PageLayout()), StaticFiles.read(), new ContractFiles(config.apis())),
                    false);
        }
        return content;
    }

    public void mount(Router router) {
        router.get(PATH + "/assets/:file").handler(context -> file(context, "assets/" + context.pathParam("file")));
        router.get(PATH + "/lib/:file").handler(context -> file(context, "lib/" + context.pathParam("file")));
        router.get(PATH + "/contracts/:name/:version").handler(this::contract);
        router.get(PATH + "/guides/:document")
                .handler(context -> page(context, "guides/" + context.pathParam("document")));
        router.get(PATH).handler(this::first);
        router.get(PATH + "/:page").handler(context -> {
            // The REST API has paths of its own.
            if (context.pathParam("page").equals("api")) {
                context.next();
            } else {
                page(context, context.pathParam("page"));
            }
        });
    }

    /** Vert.x routes the path without and with the slash alike; links of the page are relative to neither. */
    private void first(RoutingContext context) {
        if (context.request().path().equals(PATH)) {
            redirect(context, PATH + "/");
        } else {
            page(context, "apis");
        }
    }

    private void page(RoutingContext context, String name) {
        // A page names the files of its build; a new build has new ones.
        find(context, all -> Optional.ofNullable(all.pages.get(name)), () -> context.response()
                .putHeader("content-security-policy", contentPolicy(context, name.equals(GRAPHIQL))));
    }

    private void file(RoutingContext context, String name) {
        find(context, all -> Optional.ofNullable(all.files.get(name)), () -> {});
    }

    private void contract(RoutingContext context) {
        find(context, all -> all.contracts.find(context.pathParam("name"), context.pathParam("version")), () -> {});
    }

    private void find(RoutingContext context, Function<Content, Optional<PageFile>> which, Runnable before) {
        content()
                .onSuccess(all -> which.apply(all)
                        .ifPresentOrElse(
                                found -> {
                                    before.run();
                                    send(context, found);
                                },
                                () -> context.fail(404)))
                .onFailure(context::fail);
    }

    private static void send(RoutingContext context, PageFile file) {
        HttpServerResponse response = context.response()
                .putHeader("etag", file.etag())
                .putHeader("cache-control", "no-cache")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "same-origin");
        String known = context.request().getHeader("if-none-match");
        if (known != null && IfNoneMatch.of(known).excludes(file.etag())) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("content-type", file.mediaType());
        response.end(file.content());
    }

    private static void redirect(RoutingContext context, String location) {
        context.response().setStatusCode(308).putHeader("location", location).end();
    }

    /** Scripts and styles come from this server only; scripts connect to it and to the ports of the APIs. */
    private String contentPolicy(RoutingContext context, boolean hasInlineStyles) {
        var authority = context.request().authority();
        String host = authority != null && HOST.matcher(authority.host()).matches() ? authority.host() : "localhost";
        var ports = config.ports();
        return "default-src 'none'; script-src 'self'; style-src 'self'" + (hasInlineStyles ? " 'unsafe-inline'" : "")
                + "; img-src 'self' data:; font-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                + "; connect-src 'self' http://" + host + ":" + ports.http() + " https://" + host + ":" + ports.https()
                + " ws://" + host + ":" + ports.webSocket() + " wss://" + host + ":" + ports.webSocketTls();
    }
}
