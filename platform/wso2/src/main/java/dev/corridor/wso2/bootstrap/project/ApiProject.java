package dev.corridor.wso2.bootstrap.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.corridor.wso2.bootstrap.rest.Documents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Generated project of one version of an API, in the layout of WSO2's command line.
 *
 * <p>The archive carries a digest of its files as a property of the API. By the digest a later run sees whether WSO2 has this
 * very project.
 *
 * @param folder name of the project's folder
 * @param files content by path
 * @param description the document {@code api.yaml}
 */
public record ApiProject(String folder, Map<String, byte[]> files, ObjectNode description) {
    public static final String DESCRIPTION = "api.yaml";
    /** Property of an API in WSO2 that carries the digest. */
    public static final String DIGEST_PROPERTY = "corridor_digest";

    private static final String WEB_SOCKET = "WS";
    /** Entries have one time, so that equal projects have equal archives. */
    private static final long ENTRY_TIME_MS = 1_767_225_600_000L;

    public ApiProject {
        files = new TreeMap<>(files);
    }

    public JsonNode data() {
        return description.path("data");
    }

    public String name() {
        return data().path("name").asText();
    }

    public String version() {
        return data().path("version").asText();
    }

    /** The name and version, by which WSO2 tells APIs apart. */
    public String title() {
        return name() + " " + version();
    }

    public String lifeCycleStatus() {
        return data().path("lifeCycleStatus").asText("PUBLISHED");
    }

    public boolean isWebSocket() {
        return data().path("type").asText().equals(WEB_SOCKET);
    }

    /** Returns the path at the gateway, where WSO2 appends the version to the context. */
    public String gatewayPath() {
        String context = data().path("context").asText();
        return context.endsWith("/" + version()) ? context : context + "/" + version();
    }

    /** The plans that an application can subscribe to, the smallest first. */
    public List<String> plans() {
        var plans = new ArrayList<String>();
        data().path("policies").forEach(plan -> plans.add(plan.asText()));
        return plans;
    }

    /** Scopes that the project shares with other APIs. */
    public List<ObjectNode> sharedScopes() {
        var scopes = new ArrayList<ObjectNode>();
        for (JsonNode entry : data().path("scopes")) {
            if (entry.path("shared").asBoolean() && entry.path("scope") instanceof ObjectNode scope) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    /** A path below {@link #gatewayPath} that GET may be sent to; its parameters have some value. */
    public String probePath() {
        for (JsonNode operation : data().path("operations")) {
            String verb = operation.path("verb").asText();
            if (verb.equals("GET")) {
                return operation
                        .path("target")
                        .asText()
                        .replaceAll("\\{[^}]*}", "probe")
                        .replace("*", "");
            }
        }
        return "/";
    }

    public String digest() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, content) -> {
                digest.update((path + "\n" + content.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    public byte[] archive() {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                byte[] content = file.getKey().equals(DESCRIPTION) ? describedWithDigest() : file.getValue();
                var entry = new ZipEntry(folder + "/" + file.getKey());
                entry.setTime(ENTRY_TIME_MS);
                zip.putNextEntry(entry);
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private byte[] describedWithDigest() throws IOException {
        ObjectNode described = description.deepCopy();
        ArrayNode properties = described.withObject("/data").withArray("additionalProperties");
        properties
                .addObject()
                .put("name", DIGEST_PROPERTY)
                .put("value", digest())
                .put("display", false);
        return Documents.YAML.writeValueAsBytes(described);
    }
}
