package dev.corridor.kit.testing;

import dev.corridor.embedded.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP client that writes bytes to a socket, for requests that no HTTP client would send. */
public final class RawHttp {
    private static final int PATIENCE_MS = 20_000;

    public record Answer(int status, String head, String body) {
        public String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        public String code() {
            return new JsonObject(body).getString("code");
        }
    }

    private RawHttp() {}

    /** Sends one request. @param head request line and headers, without Host, Connection and Content-Length */
    public static Answer send(int port, String head, String body) throws IOException {
        try (var socket = open(port)) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            String length = content.length == 0 ? "" : "content-length: " + content.length + "\r\n";
            socket.getOutputStream()
                    .write((head + "\r\nhost: localhost\r\nconnection: close\r\n" + length + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(content);
            return answer(socket.getInputStream());
        }
    }

    public static Socket open(int port) throws IOException {
        var socket = new Socket(Ports.LOOPBACK, port);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static Answer answer(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("No answer, but: " + head);
            }
            head.append((char) next);
        }
        var answer = new Answer(Integer.parseInt(head.substring(9, 12)), head.toString(), "");
        // A 304 response has neither a body nor a length.
        int length = answer.status == 304 ? 0 : Integer.parseInt(answer.header("content-length"));
        byte[] body = in.readNBytes(length);
        return new Answer(answer.status, answer.head, new String(body, StandardCharsets.UTF_8));
    }
}
