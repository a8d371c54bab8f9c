package dev.corridor.kit.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.rpc.ErrorDetailsProto;
import com.google.rpc.StatusProto;
import io.vertx.core.Handler;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.reflection.v1.ErrorResponse;
import io.vertx.grpc.reflection.v1.FileDescriptorResponse;
import io.vertx.grpc.reflection.v1.ListServiceResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionProto;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import io.vertx.grpc.reflection.v1.ServiceResponse;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reflection of a server, versions v1 and v1alpha, which many tools still ask first; their messages are the same. It knows the
 * services and the types in which errors come. Vert.x' own has v1 only, knows no error types, and ends the call after one answer.
 */
public final class Reflection implements Handler<GrpcServerRequest<ServerReflectionRequest, ServerReflectionResponse>> {
    /** Names of the service in its versions. */
    public static final List<String> VERSIONS =
            List.of("grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection");

    private final Set<String> services = new LinkedHashSet<>(VERSIONS);
    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> symbols = new LinkedHashMap<>();

    public Reflection(List<ServiceDescriptor> described) {
        described.forEach(service -> {
            services.add(service.getFullName());
            add(service.getFile());
        });
        List.of(ErrorDetailsProto.getDescriptor(), StatusProto.getDescriptor(), ServerReflectionProto.getDescriptor())
                .forEach(this::add);
    }

    public void mount(GrpcServer server) {
        VERSIONS.forEach(version -> server.callHandler(
                ServiceMethod.server(
                        ServiceName.create(version),
                        "ServerReflectionInfo",
                        GrpcMessageEncoder.encoder(),
                        GrpcMessageDecoder.decoder(ServerReflectionRequest.newBuilder())),
                this));
    }

    @Override
    public void handle(GrpcServerRequest<ServerReflectionRequest, ServerReflectionResponse> call) {
        call.handler(question -> {
            call.response().write(answer(question));
            // Who asks without reading the answers would fill the memory.
            if (call.response().writeQueueFull()) {
                call.pause();
                call.response().drainHandler(ready -> call.resume());
            }
        });
        call.endHandler(asked -> call.response().end());
    }

    private ServerReflectionResponse answer(ServerReflectionRequest question) {
        var answer = ServerReflectionResponse.newBuilder()
                .setValidHost(question.getHost())
                .setOriginalRequest(question);
        switch (question.getMessageRequestCase()) {
            case LIST_SERVICES -> answer.setListServicesResponse(list());
            case FILE_BY_FILENAME ->
                file(answer, files.get(question.getFileByFilename()), question.getFileByFilename());
            case FILE_CONTAINING_SYMBOL ->
                file(answer, symbols.get(question.getFileContainingSymbol()), question.getFileContainingSymbol());
            case FILE_CONTAINING_EXTENSION, ALL_EXTENSION_NUMBERS_OF_TYPE -> error(answer, "There are no extensions.");
            default -> error(answer, "The request asks nothing.");
        }
        return answer.build();
    }

    private ListServiceResponse list() {
        var list = ListServiceResponse.newBuilder();
        services.stream()
                .sorted()
                .forEach(name -> list.addService(ServiceResponse.newBuilder().setName(name)));
        return list.build();
    }

    /** Answers with a file and all that it needs. */
    private static void file(ServerReflectionResponse.Builder answer, FileDescriptor file, String name) {
        if (file == null) {
            error(answer, "There is no " + name + ".");
            return;
        }
        var needed = new LinkedHashMap<String, FileDescriptor>();
        need(file, needed);
        var response = FileDescriptorResponse.newBuilder();
        needed.values()
                .forEach(each -> response.addFileDescriptorProto(each.toProto().toByteString()));
        answer.setFileDescriptorResponse(response);
    }

    private static void need(FileDescriptor file, Map<String, FileDescriptor> needed) {
        if (needed.putIfAbsent(file.getName(), file) == null) {
            file.getDependencies().forEach(dependency -> need(dependency, needed));
        }
    }

    private static void error(ServerReflectionResponse.Builder answer, String message) {
        answer.setErrorResponse(ErrorResponse.newBuilder()
                .setErrorCode(GrpcStatus.NOT_FOUND.code)
                .setErrorMessage(message));
    }

    private void add(FileDescriptor file) {
        if (files.putIfAbsent(file.getName(), file) != null) {
            return;
        }
        file.getServices().forEach(service -> {
            symbols.put(service.getFullName(), file);
            service.getMethods().forEach(method -> symbols.put(method.getFullName(), file));
        });
        file.getMessageTypes().forEach(type -> add(type, file));
        file.getEnumTypes().forEach(type -> add(type, file));
        file.getDependencies().forEach(this::add);
    }

    private void add(Descriptor type, FileDescriptor file) {
        symbols.put(type.getFullName(), file);
        type.getFields().forEach(field -> symbols.put(field.getFullName(), file));
        type.getNestedTypes().forEach(nested -> add(nested, file));
        type.getEnumTypes().forEach(nested -> add(nested, file));
    }

    private void add(EnumDescriptor type, FileDescriptor file) {
        symbols.put(type.getFullName(), file);
        type.getValues().forEach(value -> symbols.put(value.getFullName(), file));
    }
}
