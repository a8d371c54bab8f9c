package dev.corridor.edge.config;

import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads values of a YAML document and notes what is wrong with them, with line and path. A value that is missing or wrong is null
 * (or empty, for lists), so that reading goes on and finds the other faults.
 */
final class ConfigNode {
    private static final int MAX_INTEGER_DIGITS = 9;
    private static final Pattern WHOLE = Pattern.compile("\\d{1," + MAX_INTEGER_DIGITS + "}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,6})?");

    private final Node node;
    private final int line;
    private final String path;
    private final ConfigFaults faults;

    private ConfigNode(Node node, int line, String path, ConfigFaults faults) {
        this.node = node;
        this.line = node == null ? line : node.getStartMark().getLine() + 1;
        this.path = path;
        this.faults = faults;
    }

    static ConfigNode document(String yaml, ConfigFaults faults) {
        try {
            Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
            return new ConfigNode(root, 1, "", faults);
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark() == null
                    ? 1
                    : malformed.getProblemMark().getLine() + 1;
            faults.add(line, "", "is not YAML: " + malformed.getProblem());
        } catch (YAMLException malformed) {
            faults.add(1, "", "is not YAML: " + malformed.getMessage());
        }
        faults.throwIfAny();
        throw new IllegalStateException("a fault was noted");
    }

    boolean isPresent() {
        return node != null && !Tag.NULL.equals(node.getTag());
    }

    /** Notes a fault of this value. */
    void fault(String what) {
        faults.add(line, path, what);
    }

    /** Notes what is not a mapping, keys that are not known, and keys that are given twice. */
    ConfigNode allow(String... keys) {
        var known = new LinkedHashSet<>(List.of(keys));
        var given = new HashSet<String>();
        for (NodeTuple entry : entries()) {
            String key = text(entry.getKeyNode());
            var at = new ConfigNode(entry.getKeyNode(), line, path, faults);
            if (!known.contains(key)) {
                at.fault("'" + key + "' is not one of " + known);
            } else if (!given.add(key)) {
                at.fault("'" + key + "' is given twice");
            }
        }
        return this;
    }

    ConfigNode get(String key) {
        Node found = null;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                found = key.equals(text(entry.getKeyNode())) ? entry.getValueNode() : found;
            }
        }
        return new ConfigNode(found, line, path.isEmpty() ? key : path + "." + key, faults);
    }

    /** The keys of a mapping whose keys are names, with their values. */
    Map<String, ConfigNode> members() {
        var members = new LinkedHashMap<String, ConfigNode>();
        for (NodeTuple entry : entries()) {
            String key = text(entry.getKeyNode());
            var value = new ConfigNode(entry.getValueNode(), line, path + "." + key, faults);
            if (members.put(key, value) != null) {
                value.fault("is given twice");
            }
        }
        return members;
    }

    List<ConfigNode> items() {
        var items = new ArrayList<ConfigNode>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                items.add(new ConfigNode(item, line, path + "[" + items.size() + "]", faults));
            }
        } else if (isPresent()) {
            fault("must be a list");
        }
        return items;
    }

    /** One value, or a list of at least one. */
    List<ConfigNode> oneOrMore() {
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        if (sequence.getValue().isEmpty()) {
            fault("must not be empty");
        }
        return items();
    }

    String text() {
        if (!isPresent()) {
            return null;
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault("must be one value");
        return null;
    }

    String required(Pattern pattern, String form) {
        if (!isPresent()) {
            fault("is missing");
            return null;
        }
        return matching(pattern, form);
    }

    /** A text of the given form; null if it is absent or has another form. */
    String matching(Pattern pattern, String form) {
        String text = text();
        if (text == null || pattern.matcher(text).matches()) {
            return text;
        }
        fault("must be " + form + ", not '" + text + "'");
        return null;
    }

    Integer whole(int minimum, int maximum) {
        String text = matching(WHOLE, "a whole number");
        if (text == null) {
            return null;
        }
        int value = Integer.parseInt(text);
        if (value < minimum || value > maximum) {
            fault("must be from " + minimum + " to " + maximum);
            return null;
        }
        return value;
    }

    int whole(int minimum, int maximum, int otherwise) {
        Integer value = whole(minimum, maximum);
        return value == null ? otherwise : value;
    }

    BigDecimal decimal() {
        if (!isPresent()) {
            fault("is missing");
            return null;
        }
        String text = matching(DECIMAL, "a decimal such as 9.90");
        return text == null ? null : new BigDecimal(text);
    }

    boolean flag() {
        String text = text();
        if (text != null && !text.equals("true") && !text.equals("false")) {
            fault("must be true or false");
        }
        return "true".equals(text);
    }

    /** A list of texts, each of them once. */
    Set<String> texts(Pattern pattern, String form) {
        var texts = new LinkedHashSet<String>();
        for (ConfigNode item : items()) {
            String text = item.required(pattern, form);
            if (text != null && !texts.add(text)) {
                item.fault("'" + text + "' is listed twice");
            }
        }
        return texts;
    }

    /** The value of a map that the text names. */
    <T> T reference(Map<String, T> named) {
        String text = text();
        if (text != null && !named.containsKey(text)) {
            fault("'" + text + "' is not one of " + named.keySet());
        }
        return text == null ? null : named.get(text);
    }

    <T> List<T> references(Map<String, T> named) {
        var found = new LinkedHashSet<T>();
        for (ConfigNode item : items()) {
            T value = item.reference(named);
            if (value != null && !found.add(value)) {
                item.fault("'" + item.text() + "' is listed twice");
            }
        }
        return found.stream().collect(Collectors.toUnmodifiableList());
    }

    private List<NodeTuple> entries() {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue();
        }
        if (isPresent()) {
            fault("must be a mapping of keys to values");
        }
        return List.of();
    }

    private static String text(Node key) {
        return key instanceof ScalarNode scalar
                ? scalar.getValue()
                : key.getTag().getValue();
    }
}
