package dev.corridor.edge.portal;

import dev.corridor.kit.value.Sha256Digest;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** File that the portal serves, with its media type and entity tag. */
record PageFile(String mediaType, Buffer content, String etag) {
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "html", "text/html; charset=utf-8",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8");

    private static final int ETAG_BYTES = 16;

    static PageFile of(String mediaType, byte[] content) {
        return new PageFile(
                mediaType,
                Buffer.buffer(content),
                '"' + HexFormat.of().formatHex(Sha256Digest.create().digest(content), 0, ETAG_BYTES) + '"');
    }

    static PageFile html(String text) {
        return of(MEDIA_TYPES.get("html"), text.getBytes(StandardCharsets.UTF_8));
    }

    static PageFile resource(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException(name + " is not on the class path"));
    }

    static Optional<PageFile> find(String name) {
        return bytes(name)
                .map(content ->
                        of(MEDIA_TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"), content));
    }

    static Optional<String> text(String name) {
        return bytes(name).map(content -> new String(content, StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> bytes(String name) {
        try (var file = PageFile.class.getClassLoader().getResourceAsStream(name)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
