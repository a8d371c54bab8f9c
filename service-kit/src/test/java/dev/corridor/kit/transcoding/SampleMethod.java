package dev.corridor.kit.transcoding;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import dev.corridor.kit.grpc.BoundMethod;
import dev.corridor.money.v1.MoneyOuterClass;
import io.vertx.core.Future;

/** Method of a contract that is made here, whose request and response have fields of every kind. */
final class SampleMethod {
    private int number;
    private final DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Everything");

    private SampleMethod() {}

    static BoundMethod with(HttpRule rule) {
        return new SampleMethod().build(rule);
    }

    private BoundMethod build(HttpRule rule) {
        message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("choice"));
        field("text", Type.TYPE_STRING);
        field("idempotency_key", Type.TYPE_STRING);
        field("small", Type.TYPE_INT32);
        field("big", Type.TYPE_INT64);
        field("natural", Type.TYPE_UINT32);
        field("big_natural", Type.TYPE_UINT64);
        field("fixed", Type.TYPE_FIXED32);
        field("zigzag", Type.TYPE_SINT64);
        field("flag", Type.TYPE_BOOL);
        field("ratio", Type.TYPE_DOUBLE);
        field("short_ratio", Type.TYPE_FLOAT);
        field("data", Type.TYPE_BYTES);
        field("color", Type.TYPE_ENUM).setTypeName(".sample.v1.Color");
        field("at", Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp");
        field("timeout", Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Duration");
        field("amount", Type.TYPE_MESSAGE).setTypeName(".money.v1.Money");
        field("anything", Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Struct");
        field("self", Type.TYPE_MESSAGE).setTypeName(".sample.v1.Everything");
        field("this_one", Type.TYPE_STRING).setOneofIndex(0);
        field("that_one", Type.TYPE_INT32).setOneofIndex(0);
        field("words", Type.TYPE_STRING).setLabel(Label.LABEL_REPEATED);
        field("numbers", Type.TYPE_INT32).setLabel(Label.LABEL_REPEATED);
        field("colors", Type.TYPE_ENUM).setTypeName(".sample.v1.Color").setLabel(Label.LABEL_REPEATED);
        field("amounts", Type.TYPE_MESSAGE).setTypeName(".money.v1.Money").setLabel(Label.LABEL_REPEATED);
        field("counts", Type.TYPE_MESSAGE)
                .setTypeName(".sample.v1.Everything.CountsEntry")
                .setLabel(Label.LABEL_REPEATED);
        message.addNestedType(DescriptorProto.newBuilder()
                .setName("CountsEntry")
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .addField(plain("key", Type.TYPE_STRING, 1))
                .addField(plain("value", Type.TYPE_INT64, 2)));
        return bind(rule);
    }

    private FieldDescriptorProto.Builder field(String name, Type type) {
        return message.addFieldBuilder().mergeFrom(plain(name, type, ++number).build());
    }

    private static FieldDescriptorProto.Builder plain(String name, Type type, int number) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setType(type)
                .setLabel(Label.LABEL_OPTIONAL);
    }

    private BoundMethod bind(HttpRule rule) {
        var file = FileDescriptorProto.newBuilder()
                .setName("sample/v1/sample.proto")
                .setPackage("sample.v1")
                .setSyntax("proto3")
                .addDependency("google/protobuf/timestamp.proto")
                .addDependency("google/protobuf/duration.proto")
                .addDependency("google/protobuf/struct.proto")
                .addDependency("money/v1/money.proto")
                .addMessageType(message)
                .addEnumType(EnumDescriptorProto.newBuilder()
                        .setName("Color")
                        .addValue(EnumValueDescriptorProto.newBuilder()
                                .setName("COLOR_UNSPECIFIED")
                                .setNumber(0))
                        .addValue(EnumValueDescriptorProto.newBuilder()
                                .setName("COLOR_RED")
                                .setNumber(1)))
                .addService(ServiceDescriptorProto.newBuilder()
                        .setName("SampleService")
                        .addMethod(MethodDescriptorProto.newBuilder()
                                .setName("Echo")
                                .setInputType(".sample.v1.Everything")
                                .setOutputType(".sample.v1.Everything")
                                .setOptions(MethodOptions.newBuilder().setExtension(AnnotationsProto.http, rule))))
                .build();
        try {
            var built = FileDescriptor.buildFrom(file, new FileDescriptor[] {
                TimestampProto.getDescriptor(),
                DurationProto.getDescriptor(),
                StructProto.getDescriptor(),
                MoneyOuterClass.getDescriptor()
            });
            var method = built.findServiceByName("SampleService").findMethodByName("Echo");
            BoundMethod.Unary unused = (headers, request) -> Future.failedFuture("No test calls this method.");
            return new BoundMethod(method, DynamicMessage.getDefaultInstance(method.getInputType()), unused);
        } catch (DescriptorValidationException malformed) {
            throw new IllegalStateException(malformed);
        }
    }
}
