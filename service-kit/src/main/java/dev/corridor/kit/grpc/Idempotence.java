package dev.corridor.kit.grpc;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import com.google.protobuf.Message;
import io.vertx.grpc.common.ServiceMethod;

/** Tells whether a request may be sent a second time when it is not known whether the first one arrived. */
final class Idempotence {
    private static final String KEY_FIELD = "idempotency_key";

    private Idempotence() {}

    /**
     * Reads the method's {@code idempotency_level} in the contract. Any method is idempotent for a request with an
     * idempotency key.
     */
    static boolean of(ServiceMethod<?, ?> method, Object request) {
        return request instanceof Message message && (isDeclared(method, message) || hasKey(message));
    }

    /** A service and its messages are in one file. */
    private static boolean isDeclared(ServiceMethod<?, ?> method, Message message) {
        var service = message.getDescriptorForType()
                .getFile()
                .findServiceByName(method.serviceName().name());
        var declared = service == null ? null : service.findMethodByName(method.methodName());
        return declared != null && declared.getOptions().getIdempotencyLevel() != IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
    }

    private static boolean hasKey(Message message) {
        var field = message.getDescriptorForType().findFieldByName(KEY_FIELD);
        return field != null && !message.getField(field).equals(field.getDefaultValue());
    }
}
