package dev.corridor.kit.request;

import dev.corridor.kit.request.EntityTags.Tag;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Condition that a resource has none of some versions (RFC 9110, 13.1.2): {@code *}, or a list of entity tags. Tags are compared weakly. A
 * malformed header is true for every version, so that its sender gets the whole response.
 */
public final class IfNoneMatch {
    private static final IfNoneMatch ANY = new IfNoneMatch(Set.of());

    private final Set<String> opaqueTags;

    private IfNoneMatch(Set<String> opaqueTags) {
        this.opaqueTags = opaqueTags;
    }

    public static IfNoneMatch of(String header) {
        String text = header.strip();
        return text.equals("*")
                ? ANY
                : new IfNoneMatch(EntityTags.parse(text).orElse(List.of()).stream()
                        .map(Tag::opaque)
                        .collect(Collectors.toSet()));
    }

    /** Whether the sender has this version already. @param etag an ETag header; null if the resource has none */
    public boolean excludes(String etag) {
        return this == ANY
                || etag != null
                        && EntityTags.parse(etag.strip()).stream()
                                .flatMap(List::stream)
                                .anyMatch(tag -> opaqueTags.contains(tag.opaque()));
    }
}
