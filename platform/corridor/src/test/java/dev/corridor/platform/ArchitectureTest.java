package dev.corridor.platform;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Holds the code to the dependency rules of the design: modules point one way, layers point down, packages form no cycle. A rule
 * that matches no class fails.
 */
@AnalyzeClasses(
        packages = "dev.corridor",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {
    private static final String[] SERVICES = {"profile", "ledger", "forex", "payment", "gateway"};
    private static final String SERVICE = "dev\\.corridor\\.(profile|ledger|forex|payment|gateway)";
    private static final String PROTO = "dev\\.corridor\\.[a-z]+\\.v1";
    private static final Set<String> LAYERS =
            Set.of("api", "usecase", "client", "store", "events", "journal", "wire", "domain");
    private static final String KIT = "dev.corridor.kit..";
    private static final String EMBEDDED = "dev.corridor.embedded..";
    private static final String EDGE = "dev.corridor.edge..";
    private static final String PLATFORM = "dev.corridor.platform..";
    private static final String BENCHMARKS = "dev.corridor.benchmarks..";

    @ArchTest
    static void services_meet_only_in_the_protos(JavaClasses all) {
        for (var service : SERVICES) {
            noClasses()
                    .that(belongTo(service))
                    .should()
                    .dependOnClassesThat(describe(
                            "belong to another service",
                            used -> isInService(used) && !used.getPackageName().startsWith("dev.corridor." + service)))
                    .check(all);
        }
    }

    @ArchTest
    static void protos_depend_only_on_protos(JavaClasses all) {
        noClasses()
                .that(describe("are generated from protos", ArchitectureTest::isProto))
                .should()
                .dependOnClassesThat(describe("are not protos", used -> isOurs(used) && !isProto(used)))
                .check(all);
    }

    @ArchTest
    static void the_kit_depends_on_no_service(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage(KIT)
                .should()
                .dependOnClassesThat(describe(
                        "are above the kit",
                        used -> isOurs(used)
                                && !isProto(used)
                                && !used.getPackageName().startsWith("dev.corridor.kit")))
                .check(all);
    }

    @ArchTest
    static void services_depend_on_no_part_of_the_platform(JavaClasses all) {
        noClasses()
                .that(describe("belong to a service", ArchitectureTest::isInService))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PLATFORM, EMBEDDED, EDGE, BENCHMARKS)
                .check(all);
    }

    @ArchTest
    static void the_edge_depends_on_no_service(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage(EDGE)
                .should()
                .dependOnClassesThat(describe("belong to a service", ArchitectureTest::isInService))
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(PLATFORM, EMBEDDED, BENCHMARKS)
                .check(all);
    }

    @ArchTest
    static void embedded_servers_depend_on_no_vertx(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage(EMBEDDED)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(all);
    }

    @ArchTest
    static void domains_do_no_input_or_output(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage("dev.corridor..domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "java.sql..", "javax.sql..", "java.net.http..", "java.nio.file..")
                .check(all);
    }

    @ArchTest
    static void domains_read_no_clock_and_make_no_random_ids(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage("dev.corridor..domain..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .check(all);
    }

    @ArchTest
    static void use_cases_depend_on_no_transport(JavaClasses all) {
        layer("usecase").mayNotUse("api").check(all);
    }

    @ArchTest
    static void stores_clients_and_events_depend_on_nothing_above_them(JavaClasses all) {
        layer("store").mayNotUse("api", "usecase").check(all);
        layer("journal").mayNotUse("api", "usecase").check(all);
        layer("client").mayNotUse("api", "usecase").check(all);
        layer("events").mayNotUse("api", "usecase").check(all);
    }

    @ArchTest
    static void wire_formats_depend_only_on_the_domain(JavaClasses all) {
        layer("wire")
                .mayNotUse("api", "usecase", "client", "store", "events", "journal")
                .check(all);
    }

    @ArchTest
    static void domains_depend_on_no_other_layer(JavaClasses all) {
        layer("domain")
                .mayNotUse("api", "usecase", "client", "store", "events", "journal", "wire")
                .check(all);
    }

    @ArchTest
    static void nothing_imports_the_root_package_of_a_service(JavaClasses all) {
        noClasses()
                .that(describe("are below a service's root package", used -> isInService(used) && !isRoot(used)))
                .should()
                .dependOnClassesThat(describe("reside in a service's root package", ArchitectureTest::isRoot))
                .check(all);
    }

    @ArchTest
    static void the_root_package_of_a_service_is_composition(JavaClasses all) {
        classes()
                .that(describe("reside in a service's root package", ArchitectureTest::isRoot))
                .and()
                .areTopLevelClasses()
                .should()
                .haveNameMatching(".*(Service|Verticle|Config|package-info)$")
                .check(all);
    }

    @ArchTest
    static void packages_form_no_cycle(JavaClasses all) {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(all);
    }

    @ArchTest
    static void products_of_forex_form_no_cycle(JavaClasses all) {
        slices().matching("dev.corridor.forex.(reference|engine|stream|candle|quote|alert|domain)..")
                .should()
                .beFreeOfCycles()
                .check(all);
    }

    @ArchTest
    static void only_one_package_uses_internals_of_vertx_and_netty(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.corridor.kit.vertx..")
                .and(describe("are not generated", used -> !isProto(used)))
                .should()
                .dependOnClassesThat(describe("are internal to Vert.x or Netty", used -> used.getPackageName()
                        .matches("io\\.(vertx|netty)\\.(.+\\.)?(impl|internal)(\\..+)?")))
                .check(all);
    }

    @ArchTest
    static void names_say_what_a_thing_is(JavaClasses all) {
        classes()
                .that(describe("are not generated", used -> !isProto(used)))
                .should()
                .haveNameNotMatching(".*(Impl|Util|Utils|Helper|Manager|Common|Misc)$")
                .check(all);
    }

    private static boolean isOurs(JavaClass used) {
        return used.getPackageName().startsWith("dev.corridor.");
    }

    private static boolean isProto(JavaClass used) {
        return used.getPackageName().matches(PROTO);
    }

    private static boolean isInService(JavaClass used) {
        return used.getPackageName().matches(SERVICE + "(\\..*)?") && !isProto(used);
    }

    private static boolean isRoot(JavaClass used) {
        return used.getPackageName().matches(SERVICE);
    }

    private static DescribedPredicate<JavaClass> belongTo(String service) {
        return describe(
                "belong to " + service,
                used -> isInService(used) && used.getPackageName().startsWith("dev.corridor." + service));
    }

    private static Layer layer(String name) {
        return new Layer(name);
    }

    /** Leaves out the kit's test jar, which the other modules' tests use. */
    static final class NoTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    /** A layer of all services, named by its package. */
    private record Layer(String name) {
        ArchRule mayNotUse(String... others) {
            return noClasses()
                    .that(describe("are of the layer " + name, used -> isOf(used, name)))
                    .should()
                    .dependOnClassesThat(describe("are of the layers " + String.join(", ", others), used -> {
                        for (var other : others) {
                            if (isOf(used, other)) {
                                return true;
                            }
                        }
                        return false;
                    }));
        }

        /** The first layer that a package names is its own: ledger.domain.journal belongs to the domain. */
        private static boolean isOf(JavaClass used, String layer) {
            return isInService(used)
                    && Stream.of(used.getPackageName().split("\\."))
                            .filter(LAYERS::contains)
                            .findFirst()
                            .filter(layer::equals)
                            .isPresent();
        }
    }

    /** Makes a slice of each package, root packages included. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass used) {
            return isOurs(used) && !isProto(used)
                    ? SliceIdentifier.of(used.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
