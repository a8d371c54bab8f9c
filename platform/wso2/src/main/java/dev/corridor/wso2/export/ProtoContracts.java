package dev.corridor.wso2.export;

import com.google.api.AnnotationsProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.ExtensionRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The protobuf contracts of this build with their comments. */
final class ProtoContracts {
    private static final String RESOURCE = "/corridor.desc";
    /** Numbers by which a place in a file is found (descriptor.proto): messages, services, fields, methods, nested messages. */
    private static final int MESSAGES = 4;

    private static final int SERVICES = 6;
    private static final int MEMBERS = 2;
    private static final int NESTED = 3;

    private final Map<String, FileDescriptor> files = new HashMap<>();
    private final Map<String, Map<List<Integer>, String>> comments = new HashMap<>();

    private ProtoContracts(FileDescriptorSet set) throws DescriptorValidationException {
        for (var source : set.getFileList()) {
            var imports = source.getDependencyList().stream().map(files::get).toArray(FileDescriptor[]::new);
            files.put(source.getName(), FileDescriptor.buildFrom(source, imports));
            var ofFile = new HashMap<List<Integer>, String>();
            for (Location location : source.getSourceCodeInfo().getLocationList()) {
                ofFile.put(location.getPathList(), location.getLeadingComments());
            }
            comments.put(source.getName(), ofFile);
        }
    }

    static ProtoContracts ofBuild() {
        var extensions = ExtensionRegistry.newInstance();
        AnnotationsProto.registerAllExtensions(extensions);
        try (var bytes = ProtoContracts.class.getResourceAsStream(RESOURCE)) {
            if (bytes == null) {
                throw new ExportFailure("The compiled contracts are not part of this build. Build the module protos.");
            }
            return new ProtoContracts(FileDescriptorSet.parseFrom(bytes, extensions));
        } catch (IOException | DescriptorValidationException malformed) {
            throw new ExportFailure("The compiled contracts cannot be read.", malformed);
        }
    }

    /** Finds a service by its full name. */
    ServiceDescriptor service(String name) {
        return files.values().stream()
                .flatMap(file -> file.getServices().stream())
                .filter(service -> service.getFullName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ExportFailure("The service " + name
                        + " is not among the compiled contracts. Build the module protos again."));
    }

    String comment(MethodDescriptor method) {
        return comment(method.getFile(), List.of(SERVICES, method.getService().getIndex(), MEMBERS, method.getIndex()));
    }

    String comment(FieldDescriptor field) {
        var path = path(field.getContainingType());
        path.add(MEMBERS);
        path.add(field.getIndex());
        return comment(field.getFile(), path);
    }

    private static List<Integer> path(Descriptor message) {
        if (message.getContainingType() == null) {
            return new ArrayList<>(List.of(MESSAGES, message.getIndex()));
        }
        var path = path(message.getContainingType());
        path.add(NESTED);
        path.add(message.getIndex());
        return path;
    }

    /** The text in one line, as a comment is wrapped where its file ends. */
    private String comment(FileDescriptor file, List<Integer> path) {
        return comments.get(file.getName()).getOrDefault(path, "").strip().replaceAll("\\s+", " ");
    }
}
