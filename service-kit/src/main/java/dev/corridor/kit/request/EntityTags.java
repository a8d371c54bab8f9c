package dev.corridor.kit.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parser that reads a list of entity tags (RFC 9110, 8.8.3). */
final class EntityTags {
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7E\\x80-\\xFF]*)\"");
    private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*(,[ \\t]*)+");

    /** @param opaque the text between the quotes */
    record Tag(boolean isWeak, String opaque) {}

    private EntityTags() {}

    /** Returns empty unless the text is a list of at least one entity tag. */
    static Optional<List<Tag>> parse(String text) {
        List<Tag> tags = new ArrayList<>();
        Matcher tag = TAG.matcher(text);
        Matcher separator = SEPARATOR.matcher(text);
        int at = 0;
        while (tag.find(at) && tag.start() == at) {
            tags.add(new Tag(tag.group(1) != null, tag.group(2)));
            at = tag.end();
            if (at == text.length()) {
                return Optional.of(tags);
            }
            if (!separator.find(at) || separator.start() != at) {
                break;
            }
            at = separator.end();
        }
        return Optional.empty();
    }
}
