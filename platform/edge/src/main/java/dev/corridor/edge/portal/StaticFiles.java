package dev.corridor.edge.portal;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Static files of the portal: its own scripts and styles, and those of npm packages. */
final class StaticFiles {
    private static final List<String> ASSETS = List.of(
            "portal.css",
            "icon.svg",
            "dom.js",
            "session.js",
            "shell.js",
            "schema.js",
            "openapi.js",
            "asyncapi.js",
            "proto.js",
            "graphql.js",
            "try-call.js",
            "try-stream.js",
            "chart.js",
            "apis-page.js",
            "reference-page.js",
            "graphiql-page.js",
            "plans-page.js",
            "applications-page.js",
            "application.js",
            "usage-page.js",
            "analytics-page.js",
            "sign-up-page.js");

    private StaticFiles() {}

    static Map<String, PageFile> read() {
        var files = new HashMap<String, PageFile>();
        ASSETS.forEach(name -> files.put("assets/" + name, PageFile.resource("portal/assets/" + name)));
        var libraries = new Properties();
        try {
            libraries.load(new StringReader(
                    PageFile.text("portal/libraries.properties").orElseThrow()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        libraries.forEach((name, resource) -> files.put("lib/" + name, PageFile.resource(resource.toString())));
        return Map.copyOf(files);
    }
}
