package dev.corridor.edge.oauth.api;

import dev.corridor.kit.value.Sha256Digest;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Pages of signing in and of consent: plain HTML that works without scripts and with a screen reader. */
final class AuthorizationPage {
    private static final String STYLE =
            """
            body{font:1rem/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1b1f24}
            main{max-width:26rem;margin:4rem auto;padding:2rem;background:#fff;border:1px solid #c9ced6;border-radius:.5rem}
            h1{font-size:1.4rem;margin-top:0}label{display:block;margin-top:1rem;font-weight:600}
            input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #5b6470;border-radius:.25rem}
            button{font:inherit;margin:1.5rem .5rem 0 0;padding:.5rem 1.25rem;border:1px solid #0b4f9e;border-radius:.25rem}
            .main{background:#0b4f9e;color:#fff}.other{background:#fff;color:#0b4f9e}
            input:focus,button:focus{outline:3px solid #f0a000;outline-offset:1px}
            [role=alert]{border-left:4px solid #b00020;padding-left:.75rem;color:#8f001a}
            """;

    private static final String FRAME =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s - Corridor</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """;

    private AuthorizationPage() {}

    /** The source of the only style that a browser may use, for the content security policy. */
    static String styleSource() {
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256Digest.of(STYLE)) + "'";
    }

    /** @param failure "" when nothing has failed yet */
    static String signIn(String clientName, String csrf, String username, String failure) {
        String alert = failure.isEmpty() ? "" : "<p role=\"alert\" id=\"failure\">" + text(failure) + "</p>";
        String describedBy = failure.isEmpty() ? "" : " aria-describedby=\"failure\" aria-invalid=\"true\"";
        String content =
                """
                <p>to continue to <strong>%s</strong></p>
                %s
                <form method="post">
                <input type="hidden" name="csrf" value="%s">
                <label for="username">Username</label>
                <input id="username" name="username" value="%s" autocomplete="username" autocapitalize="none"
                  maxlength="64" required autofocus%s>
                <label for="password">Password</label>
                <input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required%s>
                <button class="main" name="action" value="sign_in">Sign in</button>
                </form>
                """
                        .formatted(text(clientName), alert, csrf, text(username), describedBy, describedBy);
        return page("Sign in", content);
    }

    static String consent(String clientName, String username, List<String> scopes, String csrf) {
        String list = scopes.stream()
                .map(scope -> "<li><code>" + text(scope) + "</code></li>")
                .collect(Collectors.joining());
        String content =
                """
                <p><strong>%s</strong> asks to act for you, <strong>%s</strong>, with these permissions:</p>
                <ul>%s</ul>
                <p>You can withdraw this at any time in the developer portal.</p>
                <form method="post">
                <input type="hidden" name="csrf" value="%s">
                <button class="main" name="action" value="allow">Allow</button>
                <button class="other" name="action" value="deny">Deny</button>
                <button class="other" name="action" value="sign_out">Use another account</button>
                </form>
                """
                        .formatted(text(clientName), text(username), list, csrf);
        return page("Allow access?", content);
    }

    static String failure(String description) {
        return page(
                "This link does not work",
                "<p role=\"alert\">" + text(description) + "</p>"
                        + "<p>Go back to the application that sent you here, and try again.</p>");
    }

    static String signedOut() {
        return page("You are signed out", "<p>This browser is no longer signed in.</p>");
    }

    private static String page(String title, String content) {
        return FRAME.formatted(title, STYLE, title, content);
    }

    /** Escapes a text for element content and for attributes in double quotes. */
    private static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
