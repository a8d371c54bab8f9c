package dev.corridor.protos;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The contracts of this module, read from the descriptor set that it packages. */
final class ContractFiles {
    private static final String RESOURCE = "/corridor.desc";

    private final List<FileDescriptor> files;
    private final Map<String, FileDescriptorProto> sources = new LinkedHashMap<>();

    private ContractFiles(FileDescriptorSet set) throws DescriptorValidationException {
        Map<String, FileDescriptor> built = new LinkedHashMap<>();
        for (var source : set.getFileList()) {
            sources.put(source.getName(), source);
            var imports = source.getDependencyList().stream().map(built::get).toArray(FileDescriptor[]::new);
            built.put(source.getName(), FileDescriptor.buildFrom(source, imports));
        }
        files = built.values().stream()
                .filter(file -> !file.getPackage().startsWith("google."))
                .toList();
    }

    static ContractFiles read() throws IOException, DescriptorValidationException {
        var extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        try (var bytes = ContractFiles.class.getResourceAsStream(RESOURCE)) {
            return new ContractFiles(FileDescriptorSet.parseFrom(bytes, extensions));
        }
    }

    Stream<FileDescriptor> files() {
        return files.stream();
    }

    Stream<MethodDescriptor> methods() {
        return files().flatMap(file -> file.getServices().stream()).flatMap(service -> service.getMethods().stream());
    }

    /** The messages that have a name in a contract; map entries have none. */
    Stream<Descriptor> messages() {
        return files().flatMap(file -> file.getMessageTypes().stream()).flatMap(ContractFiles::withNested);
    }

    private static Stream<Descriptor> withNested(Descriptor message) {
        return Stream.concat(
                Stream.of(message),
                message.getNestedTypes().stream()
                        .filter(nested -> !nested.getOptions().getMapEntry())
                        .flatMap(ContractFiles::withNested));
    }

    Stream<EnumDescriptor> enums() {
        return Stream.concat(
                files().flatMap(file -> file.getEnumTypes().stream()),
                messages().flatMap(message -> message.getEnumTypes().stream()));
    }

    /** The rule of a method with its additional bindings. */
    static List<HttpRule> rules(MethodDescriptor method) {
        var options = method.getOptions();
        if (!options.hasExtension(AnnotationsProto.http)) {
            return List.of();
        }
        var rule = options.getExtension(AnnotationsProto.http);
        return Stream.concat(Stream.of(rule), rule.getAdditionalBindingsList().stream())
                .toList();
    }

    /** The comment above a method; empty if it has none. */
    String comment(MethodDescriptor method) {
        var path = List.of(
                FileDescriptorProto.SERVICE_FIELD_NUMBER,
                method.getService().getIndex(),
                com.google.protobuf.DescriptorProtos.ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                method.getIndex());
        return sources.get(method.getFile().getName()).getSourceCodeInfo().getLocationList().stream()
                .filter(location -> location.getPathList().equals(path))
                .map(Location::getLeadingComments)
                .findFirst()
                .orElse("");
    }
}
