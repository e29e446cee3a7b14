package io.stockpot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code against ARCHITECTURE.md: rooms in one direction, and native code behind one door. */
class ArchitectureTest {
    private static final String HOUSE = "io.stockpot.";

    /** The classes of all modules but bench, without tests. */
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.stockpot");

    /** Each room and the rooms it may use besides {@link #GROUND}. */
    private static final Map<String, List<String>> ROOMS = new LinkedHashMap<>();

    /** Rooms that all may use and that use nothing. */
    private static final List<String> GROUND = List.of("base", "text");

    static {
        ROOMS.put("base", List.of());
        ROOMS.put("text", List.of());
        ROOMS.put("tensor", List.of());
        ROOMS.put("tensor.file", List.of("tensor"));
        ROOMS.put("threat", List.of("tensor"));
        ROOMS.put("data.fetch", List.of());
        ROOMS.put("data", List.of("tensor", "tensor.file"));
        ROOMS.put("data.corruption", List.of("tensor", "tensor.file", "data"));
        ROOMS.put("data.shift", List.of("tensor", "tensor.file", "data", "data.corruption"));
        ROOMS.put("data.source", List.of("tensor", "tensor.file", "data", "data.fetch", "data.shift"));
        ROOMS.put("model.layer", List.of("tensor"));
        ROOMS.put("model", List.of("tensor", "model.layer"));
        ROOMS.put("model.checkpoint", List.of("tensor", "tensor.file", "model", "model.layer"));
        ROOMS.put("attack", List.of("tensor", "threat"));
        ROOMS.put(
                "train",
                List.of(
                        "tensor",
                        "tensor.file",
                        "data",
                        "model",
                        "model.layer",
                        "model.checkpoint",
                        "threat",
                        "attack"));
        ROOMS.put("outcome", List.of());
        ROOMS.put(
                "evaluate",
                List.of("tensor", "tensor.file", "data", "data.shift", "model", "threat", "attack", "outcome"));
        ROOMS.put("soup.choice", List.of("outcome"));
        ROOMS.put(
                "soup",
                List.of(
                        "tensor",
                        "tensor.file",
                        "data",
                        "model",
                        "model.checkpoint",
                        "threat",
                        "attack",
                        "outcome",
                        "evaluate",
                        "soup.choice"));
        ROOMS.put("report", List.of("outcome", "soup.choice"));
        ROOMS.put("claim", List.of("outcome", "soup.choice", "report"));
        ROOMS.put("run", List.of());
        ROOMS.put(
                "recipe",
                ROOMS.keySet().stream().filter(room -> !GROUND.contains(room)).toList());
        ROOMS.put(
                "serve",
                ROOMS.keySet().stream().filter(room -> !GROUND.contains(room)).toList());
        ROOMS.put("cli.usage", List.of());
        ROOMS.put(
                "cli",
                ROOMS.keySet().stream().filter(room -> !GROUND.contains(room)).toList());
    }

    /** The classes of a room, without those of its sub-rooms. */
    private static DescribedPredicate<JavaClass> in(String... rooms) {
        List<String> packages = Arrays.stream(rooms).map(room -> HOUSE + room).toList();
        return DescribedPredicate.describe(
                "in " + String.join(", ", rooms), one -> packages.contains(one.getPackageName()));
    }

    @Test
    void eachRoomUsesOnlyTheRoomsItMay() {
        ROOMS.forEach((room, allowed) -> {
            String[] forbidden = ROOMS.keySet().stream()
                    .filter(other -> !other.equals(room) && !allowed.contains(other))
                    .filter(other -> GROUND.contains(room) || !GROUND.contains(other))
                    .toArray(String[]::new);
            noClasses()
                    .that(in(room))
                    .should()
                    .dependOnClassesThat(in(forbidden))
                    .check(CLASSES);
        });
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.stockpot.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyClassLivesInARoom() {
        classes()
                .should()
                .resideInAnyPackage(
                        ROOMS.keySet().stream().map(room -> HOUSE + room).toArray(String[]::new))
                .check(CLASSES);
    }

    /** Results, choices, reports, claims and runs are functions of bits: they work where there is no libtorch. */
    @Test
    void resultsReachNoNativeCode() {
        noClasses()
                .that(in("base", "text", "data.fetch", "outcome", "soup.choice", "report", "claim", "run"))
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void recipesNameNoNativeTypes() {
        noClasses()
                .that(in("recipe", "serve", "cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void nothingPrintsOrForcesCollection() {
        noClasses()
                .that(DescribedPredicate.not(in("cli")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(System.class, "gc")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void filesStayShort() throws IOException {
        for (String module : List.of("../core", "../cookbook", "../app", "../bench")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src"))) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(400);
                }
            }
        }
    }
}
