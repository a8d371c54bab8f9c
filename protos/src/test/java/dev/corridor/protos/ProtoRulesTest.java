package dev.corridor.protos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.ArrayList;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the contracts to the rules of {@code buf lint} (category STANDARD), and to those of their paths over HTTP. */
class ProtoRulesTest {
    private static final Pattern PASCAL_CASE = Pattern.compile("([A-Z][a-z0-9]+)+");
    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern PATH = Pattern.compile("/v1(/[a-z][a-z-]*|/\\{[a-z_]+})+");
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_]+)}");

    private static ContractFiles contracts;

    @BeforeAll
    static void read() throws Exception {
        contracts = ContractFiles.read();
    }

    @Test
    void the_descriptor_set_has_the_contracts_of_all_services() {
        assertThat(contracts.files().map(FileDescriptor::getName))
                .contains(
                        "profile/v1/profile.proto",
                        "payment/v1/payment.proto",
                        "forex/v1/forex.proto",
                        "ledger/v1/ledger.proto",
                        "ledger/v1/events.proto",
                        "money/v1/money.proto");
        assertThat(contracts.methods()).hasSizeGreaterThan(50);
    }

    @Test
    void a_package_is_the_folder_of_its_files_and_has_a_version() {
        assertThat(contracts.files()).allSatisfy(file -> {
            assertThat(file.getName()).matches(file.getPackage().replace('.', '/') + "/[a-z_]+\\.proto");
            assertThat(file.getPackage()).matches("[a-z]+\\.v1");
            assertThat(file.getOptions().getJavaPackage()).isEqualTo("dev.corridor." + file.getPackage());
            assertThat(file.getOptions().getJavaMultipleFiles()).isTrue();
        });
    }

    @Test
    void a_service_is_named_for_its_package() {
        assertThat(contracts.methods().map(MethodDescriptor::getService))
                .allSatisfy(service -> assertThat(service.getName().toLowerCase(Locale.ROOT))
                        .isEqualTo(service.getFile().getPackage().split("\\.")[0] + "service"));
    }

    @Test
    void each_method_has_a_request_and_a_response_of_its_own() {
        assertThat(contracts.methods()).allSatisfy(method -> {
            assertThat(method.getName()).matches(PASCAL_CASE);
            assertThat(method.getInputType().getName()).isEqualTo(method.getName() + "Request");
            assertThat(method.getOutputType().getName()).isEqualTo(method.getName() + "Response");
            assertThat(method.getInputType().getFile()).isEqualTo(method.getFile());
            assertThat(method.getOutputType().getFile()).isEqualTo(method.getFile());
        });
    }

    @Test
    void a_message_that_is_called_a_response_or_a_request_is_one() {
        var used = contracts
                .methods()
                .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
                .map(Descriptor::getFullName)
                .toList();
        assertThat(contracts
                        .messages()
                        .map(Descriptor::getFullName)
                        .filter(name -> name.matches(".*(Request|Response)")))
                .allMatch(used::contains);
    }

    @Test
    void each_method_says_what_it_does_and_what_scope_it_needs() {
        assertThat(contracts.methods()).allSatisfy(method -> assertThat(contracts.comment(method))
                .as(method.getFullName())
                .containsPattern("[Ss]cope|Errors as|As "));
    }

    @Test
    void messages_and_their_fields_are_named_alike() {
        assertThat(contracts.messages()).allSatisfy(message -> {
            assertThat(message.getName()).matches(PASCAL_CASE);
            assertThat(message.getFields())
                    .extracting(FieldDescriptor::getName)
                    .allMatch(SNAKE_CASE.asMatchPredicate());
            assertThat(message.getOneofs())
                    .allSatisfy(oneof -> assertThat(oneof.getName()).matches("_?" + SNAKE_CASE));
        });
    }

    @Test
    void enum_values_have_the_name_of_their_enum_as_prefix() {
        assertThat(contracts.enums()).allSatisfy(type -> {
            String prefix = upperSnakeCase(type) + "_";
            assertThat(type.getName()).matches(PASCAL_CASE);
            assertThat(type.getValues())
                    .allSatisfy(value ->
                            assertThat(value.getName()).startsWith(prefix).matches("[A-Z][A-Z0-9_]*"));
            assertThat(type.findValueByNumber(0).getName()).isEqualTo(prefix + "UNSPECIFIED");
        });
    }

    private static String upperSnakeCase(EnumDescriptor type) {
        return type.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }

    @Test
    void each_method_has_a_path_of_its_own() {
        var bindings = new ArrayList<String>();
        assertThat(contracts.methods()).allSatisfy(method -> {
            assertThat(ContractFiles.rules(method)).isNotEmpty();
            for (var rule : ContractFiles.rules(method)) {
                bindings.add(method.getService().getName() + " " + rule.getPatternCase() + " "
                        + VARIABLE.matcher(path(rule)).replaceAll("{}"));
            }
        });
        assertThat(bindings).doesNotHaveDuplicates();
    }

    @Test
    void a_path_names_texts_of_the_request() {
        everyRule((method, rule) -> {
            assertThat(path(rule)).matches(PATH);
            VARIABLE.matcher(path(rule)).results().forEach(variable -> {
                var field = method.getInputType().findFieldByName(variable.group(1));
                assertThat(field).as(variable.group(1)).isNotNull();
                assertThat(field.getType()).isEqualTo(FieldDescriptor.Type.STRING);
                assertThat(field.isRepeated()).isFalse();
            });
        });
    }

    @Test
    void a_body_is_the_whole_request_or_one_of_its_messages() {
        everyRule((method, rule) -> {
            switch (rule.getPatternCase()) {
                case GET, DELETE -> assertThat(rule.getBody()).isEmpty();
                default -> assertThat(rule.getBody()).isNotEmpty();
            }
            if (!rule.getBody().isEmpty() && !rule.getBody().equals("*")) {
                var field = method.getInputType().findFieldByName(rule.getBody());
                assertThat(field.getType()).isEqualTo(FieldDescriptor.Type.MESSAGE);
            }
            if (!rule.getResponseBody().isEmpty()) {
                var field = method.getOutputType().findFieldByName(rule.getResponseBody());
                assertThat(field.getType()).isEqualTo(FieldDescriptor.Type.MESSAGE);
                assertThat(field.isRepeated()).isFalse();
            }
        });
    }

    @Test
    void a_method_without_side_effects_can_be_read_by_get_or_needs_a_body() {
        everyRule((method, rule) -> {
            if (rule.getPatternCase() == HttpRule.PatternCase.GET) {
                assertThat(method.getOptions().getIdempotencyLevel().name()).isEqualTo("NO_SIDE_EFFECTS");
            }
        });
    }

    /** A query string cannot hold maps: who gives one in a request sends it as a body. */
    @Test
    void a_map_is_only_left_out_where_another_path_takes_it() {
        assertThat(contracts.methods()).allSatisfy(method -> {
            boolean hasMap = method.getInputType().getFields().stream().anyMatch(FieldDescriptor::isMapField);
            assertThat(!hasMap
                            || ContractFiles.rules(method).stream()
                                    .anyMatch(rule -> !rule.getBody().isEmpty()))
                    .isTrue();
        });
    }

    /** The last line of a stream that fails is an object with the only field {@code problem}. */
    @Test
    void no_streamed_message_has_a_field_that_could_be_taken_for_the_end() {
        assertThat(contracts.methods().filter(MethodDescriptor::isServerStreaming))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(method.getOutputType().findFieldByName("problem"))
                        .isNull());
    }

    private interface RuleCheck {
        void check(MethodDescriptor method, HttpRule rule);
    }

    private static void everyRule(RuleCheck check) {
        assertThat(contracts.methods()).allSatisfy(method -> assertThat(ContractFiles.rules(method))
                .allSatisfy(rule -> check.check(method, rule)));
    }

    private static String path(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case PUT -> rule.getPut();
            case POST -> rule.getPost();
            case DELETE -> rule.getDelete();
            case PATCH -> rule.getPatch();
            default -> "";
        };
    }
}
