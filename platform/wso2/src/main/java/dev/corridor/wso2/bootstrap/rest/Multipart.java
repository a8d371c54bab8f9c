package dev.corridor.wso2.bootstrap.rest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Body of a form that uploads one file (RFC 7578). */
public record Multipart(String fileName, byte[] content) {
    /** No line of a zip file equals this: it has 128 random bits. */
    private static final String BOUNDARY = "corridor-5f0b6f4d2c8e4b0fa1d3c27b9e6a8d41";

    public static Map<String, String> headers() {
        return Map.of("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    }

    public byte[] body() {
        var bytes = new ByteArrayOutputStream(content.length + 512);
        bytes.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(content);
        bytes.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
