package dev.corridor.edge;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Browser of a person who signs in: keeps cookies, and follows redirects that stay at the edge. */
final class Browser {
    private final RunningEdge edge;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Browser(RunningEdge edge) {
        this.edge = edge;
    }

    /** Page, or a redirect to somewhere else. */
    record Page(URI url, HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String location() {
            return header("location");
        }

        /** The query parameters of the redirect. */
        Map<String, String> parameters() {
            var parameters = new LinkedHashMap<String, String>();
            for (String pair : location().substring(location().indexOf('?') + 1).split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
            return parameters;
        }

        String hidden(String name) {
            var matcher =
                    Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(body());
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    Page get(String path) {
        return send(edge.consoleUrl(path), HttpRequest.newBuilder(edge.consoleUrl(path)));
    }

    Page submit(Page page, Map<String, String> form) {
        return send(
                page.url(),
                HttpRequest.newBuilder(page.url())
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(encoded(form))));
    }

    private Page send(URI url, HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        var response = edge.exchange(request);
        response.headers().allValues("set-cookie").forEach(this::keep);
        String location = response.headers().firstValue("location").orElse("");
        return location.startsWith("/") ? get(location) : new Page(url, response);
    }

    private void keep(String line) {
        String[] pair = line.split(";")[0].split("=", 2);
        if (line.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
